/// `-a` and `+a`.
struct SignExpression: Expression {
    let operand: any Expression
    let isNegative: Bool
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        scope.rendering.position = position
        return isNegative
            ? try Arithmetic.negated(value, scope.rendering) : try Arithmetic.unchanged(value, scope.rendering)
    }
}
