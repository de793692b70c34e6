/// `a.name`.
struct AttributeExpression: Expression {
    let operand: any Expression
    let name: AttributeName
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        scope.rendering.position = position
        return try Access.attribute(name, of: value, scope.rendering)
    }
}
