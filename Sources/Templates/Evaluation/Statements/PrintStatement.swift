/// `{{ value }}`.
struct PrintStatement: Statement {
    let value: any Expression
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        let rendering = scope.rendering
        let value = try value.value(in: scope)
        rendering.position = position
        if case .string(let text) = value {
            try rendering.write(text)
        } else {
            try rendering.write(try Representation.printed(value, rendering))
        }
        return .on
    }
}
