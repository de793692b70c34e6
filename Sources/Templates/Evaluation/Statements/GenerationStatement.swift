/// `{% generation %}`: what a model answered.
struct GenerationStatement: Statement {
    let definition: MacroDefinition
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        let rendering = scope.rendering
        rendering.position = position
        let value = try rendering.generating { () throws(Fault) in
            try Macro(definition, in: scope).call(Arguments(), rendering)
        }
        try rendering.write(try Representation.printed(value, rendering))
        return .on
    }
}
