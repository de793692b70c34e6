/// `{% call %}`: a call to which a block is handed as `caller`.
struct CallStatement: Statement {
    let callee: any Expression
    let arguments: ArgumentExpressions
    let definition: MacroDefinition
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        let rendering = scope.rendering
        let callee = try callee.value(in: scope)
        var arguments = try arguments.values(in: scope, position)
        guard !arguments.keywords.contains(where: { $0.name == "caller" }) else {
            throw Fault("a 'call' block and its call both give 'caller'")
        }
        arguments.keywords.append(("caller", .object(Macro(definition, in: scope))))
        rendering.position = position
        try rendering.write(try Representation.printed(try Calling.result(of: callee, arguments, rendering), rendering))
        return .on
    }
}
