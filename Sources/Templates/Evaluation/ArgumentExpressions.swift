/// The arguments of a call before they are evaluated.
struct ArgumentExpressions: Sendable {
    let positional: [any Expression]
    let keywords: [(name: String, value: any Expression)]

    /// What stands after `*`.
    let list: (any Expression)?

    /// What stands after `**`.
    let dictionary: (any Expression)?

    /// Their values.
    func values(in scope: Activation, _ position: TemplatePosition) throws(Fault) -> Arguments {
        var arguments = Arguments()
        let count = positional.count + keywords.count
        if count > 8 { try scope.rendering.charge(count) }
        for expression in positional { arguments.positional.append(try expression.value(in: scope)) }
        for keyword in keywords { arguments.keywords.append((keyword.name, try keyword.value.value(in: scope))) }
        if let list {
            let value = try list.value(in: scope)
            scope.rendering.position = position
            arguments.positional += try Iteration.elements(of: value, scope.rendering)
        }
        if let dictionary {
            let value = try dictionary.value(in: scope)
            scope.rendering.position = position
            try add(value, to: &arguments, scope.rendering)
        }
        return arguments
    }

    private func add(_ value: Value, to arguments: inout Arguments, _ rendering: Rendering) throws(Fault) {
        guard case .dictionary(let dictionary) = value else {
            throw Fault("what follows '**' must be a dictionary, not \(value.noun)")
        }
        try rendering.charge(dictionary.count)
        for (key, value) in zip(dictionary.keys, dictionary.values) {
            guard let name = key.text?.string else { throw Fault("names of arguments must be strings") }
            guard !arguments.keywords.contains(where: { $0.name == name }) else {
                throw Fault("the argument \(quoted(name)) is given twice")
            }
            arguments.keywords.append((name, value))
        }
    }
}
