/// `(a, b)`.
struct TupleExpression: Expression {
    let parts: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        var values: [Value] = []
        for part in parts { values.append(try part.value(in: scope)) }
        scope.rendering.position = position
        return try scope.rendering.tuple(values)
    }
}
