/// `{% break %}` and `{% continue %}`.
struct LeaveStatement: Statement {
    let flow: Flow

    func run(in scope: Activation) throws(Fault) -> Flow { flow }
}
