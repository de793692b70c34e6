/// What a value is assigned to.
indirect enum Target: Sendable {
    case variable(Variable)
    case tuple([Target])

    /// An attribute of the namespace that a variable holds.
    case attribute(of: Variable, name: String, Text)

    /// Gives the value to the variables.
    func assign(_ value: Value, in scope: Activation) throws(Fault) {
        switch self {
        case .variable(let variable): scope[variable] = value
        case .tuple(let targets):
            let parts = try Iteration.elements(of: value, scope.rendering, most: targets.count + 1)
            guard parts.count == targets.count else {
                let found = parts.count > targets.count ? "more" : "only \(parts.count)"
                throw Fault("expected \(targets.count) values to assign, found \(found)")
            }
            for (target, part) in zip(targets, parts) { try target.assign(part, in: scope) }
        case .attribute(let variable, let name, let attribute):
            guard case .object(let object) = scope[variable], let namespace = object as? Namespace else {
                throw Fault("\(quoted(name)) is no namespace, so it has no attributes to set")
            }
            try namespace.set(value, for: attribute)
        }
    }

    /// The values of the variables, as a tuple where there are several.
    func value(in scope: Activation) -> Value {
        switch self {
        case .variable(let variable): scope[variable] ?? .none
        case .tuple(let targets): .tuple(ValueList(targets.map { $0.value(in: scope) }))
        case .attribute: .none
        }
    }
}
