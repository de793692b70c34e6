/// Goes through values, as `for` does.
enum Iteration {
    /// An iterator over a value's elements.
    ///
    /// - Throws: ``Fault`` for a value that has none.
    static func iterator(of value: Value, _ rendering: Rendering) throws(Fault) -> ValueIterator {
        switch value {
        case .list(let list), .tuple(let list): return ValueIterator(list.elements, nesting: list.nesting + 1)
        case .string(let text):
            var place = 0
            return ValueIterator("str_iterator") { (_) throws(Fault) in
                guard place < text.count else { return nil }
                defer { place += 1 }
                return .string(Text(units: [text.units[place]]))
            }
        case .dictionary(let dictionary): return ValueIterator(dictionary.keys, nesting: dictionary.nesting + 1)
        case .range(let range):
            var place = 0
            return ValueIterator("range_iterator") { (_) throws(Fault) in
                guard place < range.count else { return nil }
                defer { place += 1 }
                return .integer(range[place])
            }
        case .undefined: return ValueIterator([])
        case .object(let object):
            guard let iterator = object.iterator(rendering) else { break }
            return iterator
        default: break
        }
        throw Fault("\(value.noun) has no elements to go through")
    }

    /// Tells whether a value has elements.
    static func isPossible(_ value: Value, _ rendering: Rendering) -> Bool {
        switch value {
        case .none, .boolean, .integer, .real: false
        case .object(let object): object.iterator(rendering) != nil
        default: true
        }
    }

    /// A value's elements; no more than `most` of them.
    static func elements(of value: Value, _ rendering: Rendering, most: Int = .max) throws(Fault) -> [Value] {
        switch value {
        case .list(let list), .tuple(let list):
            try rendering.charge(min(most, list.elements.count))
            return list.elements
        default:
            let iterator = try iterator(of: value, rendering)
            var elements: [Value] = []
            while elements.count < most, let element = try iterator.next(rendering) {
                elements.append(element)
                try rendering.checkSize(elements.count)
            }
            return elements
        }
    }

    /// A value's elements backwards; nil for a value that has no last one.
    static func reversed(_ value: Value, _ rendering: Rendering) throws(Fault) -> [Value]? {
        switch value {
        case .object(let object):
            guard let view = object as? DictionaryView else { return nil }
            try rendering.charge(view.dictionary.count)
            return view.elements.reversed()
        case .none, .boolean, .integer, .real: return nil
        default: return try elements(of: value, rendering).reversed()
        }
    }

    /// Python's `in`.
    static func contains(_ container: Value, _ value: Value, _ rendering: Rendering) throws(Fault) -> Bool {
        switch container {
        case .string(let text):
            guard case .string(let part) = value else {
                if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
                throw Fault("only strings can be in a string, not \(value.noun)")
            }
            return try text.firstIndex(of: part, rendering) != nil
        case .dictionary(let dictionary): return try dictionary.value(for: value) != nil
        case .range(let range):
            if let integer = value.integer { return range.contains(integer) }
            guard case .real(let number) = value, let integer = Int(exactly: number) else { return false }
            return range.contains(integer)
        case .object(let object):
            if let view = object as? DictionaryView, view.part == .keys {
                return try view.dictionary.value(for: value) != nil
            }
        default: break
        }
        let iterator = try iterator(of: container, rendering)
        while let element = try iterator.next(rendering) {
            if try Equality.holds(element, value, rendering) { return true }
        }
        return false
    }
}
