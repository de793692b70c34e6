/// `{% if %}` with its branches.
struct IfStatement: Statement {
    let branches: [(test: any Expression, body: [any Statement])]
    let otherwise: [any Statement]

    func run(in scope: Activation) throws(Fault) -> Flow {
        for branch in branches {
            try scope.rendering.charge(1)
            if try branch.test.value(in: scope).isTrue { return try branch.body.run(in: scope) }
        }
        return try otherwise.run(in: scope)
    }
}
