extension Filters {
    /// Filters that take a sequence and give something at once.
    static let sequences: [String: Body] = [
        "count": length,
        "length": length,
        "dictsort": sortDictionary,
        "first": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "first()")
            let first = try Iteration.iterator(of: value, rendering).next(rendering)
            return first ?? .undefined(Undefined(.other("there is no first element")))
        },
        "last": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "last()")
            guard let elements = try Iteration.reversed(value, rendering) else {
                throw Fault("\(value.noun) has no last element")
            }
            return elements.first ?? .undefined(Undefined(.other("there is no last element")))
        },
        "groupby": group,
        "join": join,
        "list": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "list()")
            return try rendering.list(try Iteration.elements(of: value, rendering))
        },
        "max": { (value, arguments, rendering) throws(Fault) in
            try extreme(value, arguments, rendering, "max()") { (one, best, rendering) throws(Fault) in
                try Ordering.isLess(best, one, rendering)
            }
        },
        "min": { (value, arguments, rendering) throws(Fault) in
            try extreme(value, arguments, rendering, "min()") { (one, best, rendering) throws(Fault) in
                try Ordering.isLess(one, best, rendering)
            }
        },
        "reverse": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "reverse()")
            if case .string(let text) = value {
                return try rendering.made(Text(units: text.units.reversed(), isMarkup: text.isMarkup))
            }
            if let elements = try Iteration.reversed(value, rendering) {
                return try rendering.object(
                    ValueIterator(elements, nesting: value.nesting + 1, typeName: "list_reverseiterator"))
            }
            return try rendering.list(try Iteration.elements(of: value, rendering).reversed())
        },
        "sort": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["reverse", "case_sensitive", "attribute"], of: "sort()")
            let paths = AttributePath.several(bound[2], ignoresCase: !bound.flag(1))
            var items: [(key: Value, value: Value)] = []
            for element in try Iteration.elements(of: value, rendering) {
                var key: [Value] = []
                for path in paths { key.append(try path.value(in: element, rendering)) }
                items.append((.list(ValueList(key)), element))
            }
            return try rendering.list(try Ordering.sorted(items, reverse: bound.flag(0), rendering))
        },
        "sum": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["attribute", "start"], of: "sum()")
            let path = AttributePath(bound[0])
            var sum = bound[1] ?? .integer(0)
            if case .string = sum { throw Fault("sum() adds no strings; join() does") }
            for element in try Iteration.elements(of: value, rendering) {
                sum = try Arithmetic.result(sum, .add, try path.value(in: element, rendering), rendering)
            }
            return sum
        },
    ]

    private static let length: Body = { (value, arguments, rendering) throws(Fault) in
        _ = try arguments.bound(to: [], of: "length()")
        guard let count = value.count else { throw Fault("\(value.noun) has no length") }
        return .integer(count)
    }

    private static let join: Body = { (value, arguments, rendering) throws(Fault) in
        let bound = try arguments.bound(to: ["d", "attribute"], of: "join()")
        let separator =
            try bound[0].map { (value) throws(Fault) in try Representation.printed(value, rendering) } ?? Text()
        let path = AttributePath(bound[1])
        let iterator = try Iteration.iterator(of: value, rendering)
        var result = Text()
        var isFirst = true
        while let element = try iterator.next(rendering) {
            if !isFirst { result += separator }
            isFirst = false
            result += try Representation.printed(try path.value(in: element, rendering), rendering)
            try rendering.checkSize(result.count)
        }
        return try rendering.made(result)
    }

    private static let sortDictionary: Body = { (value, arguments, rendering) throws(Fault) in
        let bound = try arguments.bound(to: ["case_sensitive", "by", "reverse"], of: "dictsort()")
        let place: Int
        switch try bound.text(1)?.string ?? "key" {
        case "key": place = 0
        case "value": place = 1
        default: throw Fault("dictsort() sorts by 'key' or by 'value'")
        }
        guard case .dictionary(let dictionary) = value else {
            if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
            throw Fault("dictsort() needs a dictionary, not \(value.noun)")
        }
        let path = AttributePath(.integer(place), ignoresCase: !bound.flag(0))
        var items: [(key: Value, value: Value)] = []
        for pair in DictionaryView(.items, of: dictionary).elements {
            items.append((try path.value(in: pair, rendering), pair))
        }
        return try rendering.list(try Ordering.sorted(items, reverse: bound.flag(2), rendering))
    }

    private static let group: Body = { (value, arguments, rendering) throws(Fault) in
        let bound = try arguments.bound(to: ["attribute", "default", "case_sensitive"], required: 1, of: "groupby()")
        let path = AttributePath(bound[0], standard: bound[1], ignoresCase: !bound.flag(2))
        let shown = AttributePath(bound[0], standard: bound[1])
        var items: [(key: Value, value: Value)] = []
        for element in try Iteration.elements(of: value, rendering) {
            items.append((try path.value(in: element, rendering), element))
        }
        var groups: [Value] = []
        var members: [Value] = []
        var key: Value?
        func close() throws(Fault) {
            guard let first = members.first else { return }
            let value = try shown.value(in: first, rendering)
            groups.append(try rendering.object(GroupTuple(value, try rendering.list(members))))
        }
        for element in try Ordering.sorted(items, reverse: false, rendering) {
            let next = try path.value(in: element, rendering)
            if let key, try Equality.holds(key, next, rendering) {
                members.append(element)
            } else {
                try close()
                members = [element]
                key = next
            }
        }
        try close()
        return try rendering.list(groups)
    }

    private static func extreme(
        _ value: Value, _ arguments: Arguments, _ rendering: Rendering, _ callee: String,
        _ isBetter: (Value, Value, Rendering) throws(Fault) -> Bool
    ) throws(Fault) -> Value {
        let bound = try arguments.bound(to: ["case_sensitive", "attribute"], of: callee)
        let path = AttributePath(bound[1], ignoresCase: !bound.flag(0))
        var best: (key: Value, value: Value)?
        for element in try Iteration.elements(of: value, rendering) {
            let key = try path.value(in: element, rendering)
            if let best, try !isBetter(key, best.key, rendering) { continue }
            best = (key, element)
        }
        return best?.value ?? .undefined(Undefined(.other("there is no element in an empty sequence")))
    }
}
