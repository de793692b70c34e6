extension Filters {
    /// Filters whose result is worked out when somebody goes through it.
    static let lazy: [String: Body] = [
        "batch": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["linecount", "fill_with"], required: 1, of: "batch()")
            guard let size = bound[0]?.integer else { throw bound.fault(0, "a whole number", bound[0] ?? .none) }
            return try generator(over: value, rendering) { (elements, rendering) throws(Fault) in
                try batches(elements, size, fill: bound[1], rendering)
            }
        },
        "map": { (value, arguments, rendering) throws(Fault) in
            try generator(over: value, rendering, onlyIfTrue: true) { (elements, rendering) throws(Fault) in
                let transform = try mapping(arguments)
                return { (rendering) throws(Fault) in
                    guard let element = try elements.next(rendering) else { return nil }
                    return try transform(element, rendering)
                }
            }
        },
        "reject": { (value, arguments, rendering) throws(Fault) in
            try selection(value, arguments, rendering, keeps: false, byAttribute: false)
        },
        "rejectattr": { (value, arguments, rendering) throws(Fault) in
            try selection(value, arguments, rendering, keeps: false, byAttribute: true)
        },
        "select": { (value, arguments, rendering) throws(Fault) in
            try selection(value, arguments, rendering, keeps: true, byAttribute: false)
        },
        "selectattr": { (value, arguments, rendering) throws(Fault) in
            try selection(value, arguments, rendering, keeps: true, byAttribute: true)
        },
        "slice": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["slices", "fill_with"], required: 1, of: "slice()")
            guard let count = bound[0]?.integer else { throw bound.fault(0, "a whole number", bound[0] ?? .none) }
            return try generator(over: value, rendering) { (elements, rendering) throws(Fault) in
                try slices(try elements.rest(rendering), count, fill: bound[1])
            }
        },
        "unique": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["case_sensitive", "attribute"], of: "unique()")
            let path = AttributePath(bound[1], ignoresCase: !bound.flag(0))
            return try generator(over: value, rendering) { (elements, _) throws(Fault) in
                var seen: Set<ValueKey> = []
                return { (rendering) throws(Fault) in
                    while let element = try elements.next(rendering) {
                        if seen.insert(try ValueKey(try path.value(in: element, rendering))).inserted { return element }
                    }
                    return nil
                }
            }
        },
    ]

    private typealias Advance = (Rendering) throws(Fault) -> Value?

    /// An iterator that begins its work when it is asked for its first value.
    private static func generator(
        over value: Value, _ rendering: Rendering, onlyIfTrue: Bool = false,
        _ begin: @escaping (ValueIterator, Rendering) throws(Fault) -> Advance
    ) throws(Fault) -> Value {
        var advance: Advance?
        let position = rendering.position
        return try rendering.object(
            ValueIterator(nesting: value.nesting + 1) { (rendering) throws(Fault) in
                if onlyIfTrue, !value.isTrue { return nil }
                let outer = rendering.position
                rendering.position = position
                if advance == nil { advance = try begin(try Iteration.iterator(of: value, rendering), rendering) }
                let next = try advance?(rendering)
                rendering.position = outer
                return next ?? nil
            })
    }

    private static func mapping(
        _ arguments: Arguments
    ) throws(Fault) -> (Value, Rendering) throws(Fault) -> Value {
        guard let first = arguments.positional.first else {
            let bound = try arguments.bound(to: ["attribute", "default"], of: "map()")
            guard let attribute = bound[0] else { throw Fault("map() needs the name of a filter or an attribute") }
            let path = AttributePath(attribute, standard: bound[1])
            return { (element, rendering) throws(Fault) in try path.value(in: element, rendering) }
        }
        guard case .string(let name) = first else {
            throw Fault("map() needs the name of a filter, not \(first.noun)")
        }
        guard let filter = body(of: name.string) else { throw unknown(name.string) }
        let rest = Arguments(positional: Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
        return { (element, rendering) throws(Fault) in try filter(element, rest, rendering) }
    }

    private static func selection(
        _ value: Value, _ arguments: Arguments, _ rendering: Rendering, keeps: Bool, byAttribute: Bool
    ) throws(Fault) -> Value {
        try generator(over: value, rendering, onlyIfTrue: true) { (elements, _) throws(Fault) in
            var rest = arguments.positional[...]
            var path = AttributePath(nil)
            if byAttribute {
                guard let attribute = rest.popFirst() else {
                    throw Fault("a selection lacks the name of its attribute")
                }
                path = AttributePath(attribute)
            }
            let holds = try test(&rest, arguments)
            return { (rendering) throws(Fault) in
                while let element = try elements.next(rendering) {
                    if try holds(try path.value(in: element, rendering), rendering) == keeps { return element }
                }
                return nil
            }
        }
    }

    private static func test(
        _ rest: inout ArraySlice<Value>, _ arguments: Arguments
    ) throws(Fault) -> (Value, Rendering) throws(Fault) -> Bool {
        guard let first = rest.popFirst() else { return { (value, _) throws(Fault) in value.isTrue } }
        guard case .string(let name) = first else {
            throw Fault("a selection needs the name of a test, not \(first.noun)")
        }
        guard let test = ValueTests.body(of: name.string) else { throw ValueTests.unknown(name.string) }
        let handed = Arguments(positional: Array(rest), keywords: arguments.keywords)
        return { (value, rendering) throws(Fault) in try test(value, handed, rendering) }
    }

    private static func batches(
        _ elements: ValueIterator, _ size: Int, fill: Value?, _ rendering: Rendering
    ) throws(Fault) -> Advance {
        var isFirst = true
        var ahead: Value?
        return { (rendering) throws(Fault) in
            var batch: [Value] = []
            if isFirst {
                isFirst = false
                // Python hands out an empty batch before the first when batches are to be empty.
                if size == 0, let next = try elements.next(rendering) {
                    ahead = next
                    return try rendering.list([])
                }
            }
            if let next = ahead { batch.append(next) }
            ahead = nil
            while let element = try elements.next(rendering) {
                if batch.count == size {
                    ahead = element
                    return try rendering.list(batch)
                }
                batch.append(element)
            }
            guard !batch.isEmpty else { return nil }
            if let fill, !fill.isNone, batch.count < size {
                try rendering.checkSize(size)
                batch += [Value](repeating: fill, count: size - batch.count)
            }
            return try rendering.list(batch)
        }
    }

    private static func slices(_ elements: [Value], _ count: Int, fill: Value?) throws(Fault) -> Advance {
        guard count != 0 else { throw Fault("slice() cannot make zero slices") }
        var number = 0
        let size = elements.count / max(1, count)
        let longer = elements.count % max(1, count)
        return { (rendering) throws(Fault) in
            guard number < count else { return nil }
            let start = number * size + min(number, longer)
            let end = start + size + (number < longer ? 1 : 0)
            var slice = Array(elements[start..<end])
            if let fill, !fill.isNone, number >= longer { slice.append(fill) }
            number += 1
            return try rendering.list(slice)
        }
    }
}
