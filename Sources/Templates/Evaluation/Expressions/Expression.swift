/// An expression with its names resolved, ready to be evaluated any number of times.
protocol Expression: Sendable {
    /// Its value.
    func value(in scope: Activation) throws(Fault) -> Value
}
