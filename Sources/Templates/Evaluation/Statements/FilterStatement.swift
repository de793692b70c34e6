/// `{% filter name %}…{% endfilter %}`.
struct FilterStatement: Statement {
    let entry: BlockEntry
    let body: [any Statement]

    /// What the filter applies to.
    let block: Variable
    let filter: any Expression

    func run(in scope: Activation) throws(Fault) -> Flow {
        let rendering = scope.rendering
        entry.enter(scope)
        let (text, flow) = try rendering.captured { () throws(Fault) in try body.run(in: scope) }
        guard flow == .on else { return flow }
        scope[block] = .string(text)
        try rendering.write(try Representation.printed(try filter.value(in: scope), rendering))
        scope[block] = nil
        entry.leave(scope)
        return .on
    }
}
