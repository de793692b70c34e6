/// `{% set target = value %}`.
struct SetStatement: Statement {
    let target: Target
    let value: any Expression
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        try scope.rendering.charge(1)
        let value = try value.value(in: scope)
        scope.rendering.position = position
        try target.assign(value, in: scope)
        return .on
    }
}
