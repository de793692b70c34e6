extension StringMethods {
    /// The part of a text that `start` and `end` name, as a slice does; nil where it begins after it ends.
    private static func range(
        _ text: Text, _ bound: BoundArguments, from first: Int
    ) throws(Fault) -> Range<Int>? {
        func place(_ value: Int) -> Int { value < 0 ? max(0, value &+ text.count) : value }
        let start = place(try bound.integer(first) ?? 0)
        let end = min(text.count, place(try bound.integer(first + 1) ?? text.count))
        return start <= end ? start..<end : nil
    }

    static func index(
        _ text: Text, _ arguments: Arguments, _ rendering: Rendering, isLast: Bool, _ callee: String
    ) throws(Fault) -> Int? {
        let bound = try arguments.bound(to: [" sub", " start", " end"], required: 1, of: callee)
        let part = try bound.requiredText(0)
        guard let range = try range(text, bound, from: 1) else { return nil }
        return isLast
            ? try text.lastIndex(of: part, in: range, rendering) : try text.firstIndex(of: part, in: range, rendering)
    }

    static func found(_ index: Int?) throws(Fault) -> Value {
        guard let index else { throw Fault("the string that index() looks for is not there") }
        return .integer(index)
    }

    static func count(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" sub", " start", " end"], required: 1, of: "count()")
        let part = try bound.requiredText(0)
        guard let range = try range(text, bound, from: 1) else { return .integer(0) }
        return .integer(try Text(text.units[range]).places(of: part, rendering).count)
    }

    static func affix(
        _ text: Text, _ arguments: Arguments, _ rendering: Rendering, _ callee: String,
        _ holds: (Text, Text) -> Bool
    ) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" affix", " start", " end"], required: 1, of: callee)
        let candidates: [Value]
        switch bound[0] {
        case .tuple(let list): candidates = list.elements
        case .string(let affix): candidates = [.string(affix)]
        default: throw bound.fault(0, "a string or a tuple of strings", bound[0] ?? .none)
        }
        let range = try range(text, bound, from: 1)
        let part = range == 0..<text.count ? text : range.map { Text(text.units[$0]) }
        for candidate in candidates {
            guard case .string(let affix) = candidate else {
                throw Fault("\(callee) looks for strings, not for \(candidate.noun)")
            }
            try rendering.charge(characters: affix.count)
            if let part, holds(part, affix) { return .boolean(true) }
        }
        return .boolean(false)
    }

    static func all(
        _ text: Text, _ arguments: Arguments, _ callee: String, whenEmpty: Bool = false, _ holds: (UInt32) -> Bool
    ) throws(Fault) -> Value {
        _ = try arguments.bound(to: [], of: callee)
        guard !text.isEmpty else { return .boolean(whenEmpty) }
        return .boolean(text.units.allSatisfy { holds($0 & Text.scalar) })
    }
}
