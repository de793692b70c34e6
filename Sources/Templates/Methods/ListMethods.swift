/// The methods of Python's lists and tuples that do not change them.
enum ListMethods {
    typealias Method = @Sendable (ValueList, Arguments, Rendering) throws(Fault) -> Value

    /// The methods that the sandbox forbids.
    static let changing: Set<String> = [
        "append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove",
    ]

    static let table: [String: Method] = [
        "count": { (list, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: [" value"], required: 1, of: "count()")
            var count = 0
            for element in list.elements {
                try rendering.charge(1)
                if try Equality.holds(element, bound[0] ?? .none, rendering) { count += 1 }
            }
            return .integer(count)
        },
        "index": { (list, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: [" value", " start", " stop"], required: 1, of: "index()")
            let count = list.elements.count
            func place(_ value: Int) -> Int { min(count, value < 0 ? max(0, value &+ count) : value) }
            let start = place(try bound.integer(1) ?? 0)
            let stop = place(try bound.integer(2) ?? count)
            for place in start..<max(start, stop) {
                try rendering.charge(1)
                if try Equality.holds(list.elements[place], bound[0] ?? .none, rendering) { return .integer(place) }
            }
            throw Fault("the value that index() looks for is not in the list")
        },
        "copy": { (list, arguments, _) throws(Fault) in
            _ = try arguments.bound(to: [], of: "copy()")
            return .list(list)
        },
    ]
}
