/// `a ~ b`: what they print as, after each other.
struct ConcatenationExpression: Expression {
    let parts: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let rendering = scope.rendering
        var text = Text()
        for part in parts {
            let value = try part.value(in: scope)
            rendering.position = position
            text.units += try Representation.printed(value, rendering).units
            try rendering.checkSize(text.count)
        }
        return try rendering.made(text)
    }
}
