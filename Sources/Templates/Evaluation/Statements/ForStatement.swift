/// `{% for %}`.
struct ForStatement: Statement {
    let elements: any Expression
    let body: LoopBody

    func run(in scope: Activation) throws(Fault) -> Flow {
        try body.run(over: try elements.value(in: scope), in: scope, outer: scope)
    }
}
