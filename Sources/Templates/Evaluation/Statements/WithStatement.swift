/// `{% with target = value %}…{% endwith %}`.
struct WithStatement: Statement {
    let entry: BlockEntry
    let pairs: [(target: Target, value: any Expression)]
    let body: [any Statement]
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        entry.enter(scope)
        for pair in pairs {
            let value = try pair.value.value(in: scope)
            scope.rendering.position = position
            try pair.target.assign(value, in: scope)
        }
        let flow = try body.run(in: scope)
        entry.leave(scope)
        return flow
    }
}
