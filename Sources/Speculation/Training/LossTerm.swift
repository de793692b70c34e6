/// One named part of a loss.
public struct LossTerm<Value: DifferentiableValue> {
    /// Its name in the log.
    public let name: String

    /// Its weighted value.
    public let value: Value

    /// Names a part of a loss.
    ///
    /// - Parameters:
    ///   - name: Its name in the log.
    ///   - value: Its weighted value.
    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}
