/// `{% set target %}…{% endset %}`.
struct CaptureStatement: Statement {
    let entry: BlockEntry
    let body: [any Statement]

    /// What the filter applies to.
    let block: Variable
    let filter: (any Expression)?
    let target: Target
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        entry.enter(scope)
        let (text, flow) = try scope.rendering.captured { () throws(Fault) in try body.run(in: scope) }
        guard flow == .on else { return flow }
        var value = Value.string(text)
        if let filter {
            scope[block] = value
            value = try filter.value(in: scope)
            scope[block] = nil
        }
        scope.rendering.position = position
        try target.assign(value, in: scope)
        entry.leave(scope)
        return .on
    }
}
