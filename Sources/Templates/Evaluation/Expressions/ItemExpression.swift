/// `a[key]`.
struct ItemExpression: Expression {
    let operand: any Expression
    let key: any Expression
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        let key = try key.value(in: scope)
        scope.rendering.position = position
        return try Access.item(key, of: value, scope.rendering)
    }
}
