/// A statement with its names resolved, ready to be run any number of times.
protocol Statement: Sendable {
    /// Runs it.
    func run(in scope: Activation) throws(Fault) -> Flow
}

extension [any Statement] {
    /// Runs statements one after the other until one leaves the loop.
    func run(in scope: Activation) throws(Fault) -> Flow {
        for statement in self {
            let flow = try statement.run(in: scope)
            if flow != .on { return flow }
        }
        return .on
    }
}
