/// A macro together with the variables around its definition.
final class Macro: TemplateObject {
    private let definition: MacroDefinition
    private let outer: Activation

    init(_ definition: MacroDefinition, in outer: Activation) {
        self.definition = definition
        self.outer = outer
        outer.rendering.keep(outer)
    }

    let typeName = "Macro"
    let isCallable = true

    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? {
        switch name {
        case "name": definition.name.map { Value.text($0) } ?? Value.none
        case "arguments": .tuple(ValueList(definition.parameters.map { .text($0.name) }))
        case "catch_kwargs": .boolean(definition.keywords != nil)
        case "catch_varargs": .boolean(definition.positional != nil)
        case "caller": .boolean(definition.takesCaller)
        case "explicit_caller": .boolean(definition.parameters.contains { $0.name == "caller" })
        default: nil
        }
    }

    func printed(_ rendering: Rendering) throws(Fault) -> Text {
        definition.name.map { "<Macro " + Representation.quoted(Text($0)) + ">" } ?? "<Macro anonymous>"
    }

    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        try rendering.charge(1)
        try rendering.enter(definition.height)
        let scope = Activation(rendering, parent: outer, slots: definition.slots)
        try bind(arguments, in: scope)
        let (text, _) = try rendering.captured { () throws(Fault) in
            definition.entry.enter(scope)
            for parameter in definition.parameters where scope[parameter.variable] == nil {
                if let standard = parameter.standard {
                    scope[parameter.variable] = try standard.value(in: scope)
                } else {
                    let reason = "the parameter \(quoted(parameter.name)) was not given"
                    scope[parameter.variable] = .undefined(Undefined(.other(reason)))
                }
            }
            return try definition.body.run(in: scope)
        }
        rendering.leave(definition.height)
        return .string(text)
    }

    /// Gives the parameters what is handed over, as `Macro.__call__` of jinja2 does.
    private func bind(_ arguments: Arguments, in scope: Activation) throws(Fault) {
        let rendering = scope.rendering
        let parameters = definition.parameters
        let callee = definition.name.map { "the macro \(quoted($0))" } ?? "the block"
        var keywords = arguments.keywords
        func take(_ name: String) -> Value? {
            keywords.firstIndex { $0.name == name }.map { keywords.remove(at: $0).value }
        }
        let given = arguments.positional
        for (parameter, value) in zip(parameters, given) { scope[parameter.variable] = value }
        for parameter in parameters.dropFirst(given.count) { scope[parameter.variable] = take(parameter.name) }
        if let variable = definition.caller {
            let caller = take("caller")
            scope[variable] =
                if let caller, !caller.isNone { caller } else {
                    .undefined(Undefined(.other("there is no 'caller' here")))
                }
        }
        if let variable = definition.keywords {
            var rest = ValueDictionary()
            for keyword in keywords { try rest.set(keyword.value, for: .text(keyword.name)) }
            scope[variable] = try rendering.dictionary(rest)
        } else if let keyword = keywords.first {
            let hint = NearestName.hint(for: keyword.name, among: parameters.map(\.name))
            throw Fault("\(callee) has no parameter \(quoted(keyword.name))\(hint)")
        }
        if let variable = definition.positional {
            scope[variable] = try rendering.tuple(Array(given.dropFirst(parameters.count)))
        } else if given.count > parameters.count {
            throw Fault("\(callee) takes at most \(parameters.count) arguments, not \(given.count)")
        }
    }
}
