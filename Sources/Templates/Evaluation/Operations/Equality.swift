/// Python's `==`.
enum Equality {
    /// Tells whether two values are equal.
    static func holds(_ left: Value, _ right: Value, _ rendering: Rendering) throws(Fault) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            guard left.count == right.count else { return false }
            try rendering.charge(left.count / 8)
            return left == right
        case (.integer(let left), .integer(let right)): return left == right
        case (.undefined, .undefined), (.none, .none): return true
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            return try holds(left.elements, right.elements, rendering)
        case (.dictionary(let left), .dictionary(let right)): return try holds(left, right, rendering)
        case (.range(let left), .range(let right)):
            return left.count == right.count && (left.count == 0 || left.start == right.start)
                && (left.count < 2 || left.step == right.step)
        case (.object(let left), .object(let right)): return left === right
        default:
            if let left = left.integer, let right = right.integer { return left == right }
            if let left = left.number, let right = right.number { return left == right }
            return false
        }
    }

    private static func holds(_ left: [Value], _ right: [Value], _ rendering: Rendering) throws(Fault) -> Bool {
        guard left.count == right.count else { return false }
        for (one, other) in zip(left, right) {
            try rendering.charge(1)
            guard try holds(one, other, rendering) else { return false }
        }
        return true
    }

    private static func holds(
        _ left: ValueDictionary, _ right: ValueDictionary, _ rendering: Rendering
    ) throws(Fault) -> Bool {
        guard left.count == right.count else { return false }
        for (key, value) in zip(left.keys, left.values) {
            try rendering.charge(1)
            guard let other = try right.value(for: key), try holds(value, other, rendering) else { return false }
        }
        return true
    }
}
