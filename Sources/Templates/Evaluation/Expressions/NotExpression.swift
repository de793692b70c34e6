/// `not a`.
struct NotExpression: Expression {
    let operand: any Expression

    func value(in scope: Activation) throws(Fault) -> Value { .boolean(!(try operand.value(in: scope).isTrue)) }
}
