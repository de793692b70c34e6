/// `a < b <= c`: all neighbours are compared until one comparison fails.
struct ComparisonExpression: Expression {
    let first: any Expression
    let rest: [(comparison: Comparison, operand: any Expression)]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let rendering = scope.rendering
        var left = try first.value(in: scope)
        if rest.count > 8 { try rendering.charge(rest.count) }
        for (comparison, operand) in rest {
            let right = try operand.value(in: scope)
            rendering.position = position
            guard try Self.holds(left, comparison, right, rendering) else { return .boolean(false) }
            left = right
        }
        return .boolean(true)
    }

    /// Tells whether a comparison holds.
    static func holds(
        _ left: Value, _ comparison: Comparison, _ right: Value, _ rendering: Rendering
    ) throws(Fault) -> Bool {
        switch comparison {
        case .equal: try Equality.holds(left, right, rendering)
        case .unequal: try !Equality.holds(left, right, rendering)
        case .less: try Ordering.isLess(left, right, rendering)
        case .greater: try Ordering.isLess(right, left, rendering)
        case .atMost: try Ordering.isAtMost(left, right, rendering)
        case .atLeast: try Ordering.isAtMost(right, left, rendering)
        case .contained: try Iteration.contains(right, left, rendering)
        case .notContained: try !Iteration.contains(right, left, rendering)
        }
    }
}
