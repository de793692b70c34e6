/// `[a, b]`.
struct ListExpression: Expression {
    let parts: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        var values: [Value] = []
        values.reserveCapacity(parts.count)
        for part in parts { values.append(try part.value(in: scope)) }
        scope.rendering.position = position
        return try scope.rendering.list(values)
    }
}
