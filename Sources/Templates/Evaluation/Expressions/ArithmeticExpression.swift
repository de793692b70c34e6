/// `a + b - c` and the like: operations of one strength, from left to right.
struct ArithmeticExpression: Expression {
    struct Step: Sendable {
        let operation: Arithmetic.Operation
        let operand: any Expression
        let position: TemplatePosition
    }

    let first: any Expression
    let rest: [Step]

    func value(in scope: Activation) throws(Fault) -> Value {
        let rendering = scope.rendering
        var value = try first.value(in: scope)
        for step in rest {
            let operand = try step.operand.value(in: scope)
            rendering.position = step.position
            try rendering.charge(1)
            value = try Arithmetic.result(value, step.operation, operand, rendering)
        }
        return value
    }
}
