/// A value that is written out.
struct ConstantExpression: Expression {
    let literal: Literal

    func value(in scope: Activation) throws(Fault) -> Value { literal.value }
}
