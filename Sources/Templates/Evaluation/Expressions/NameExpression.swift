/// A variable.
struct NameExpression: Expression {
    let variable: Variable
    let name: String

    func value(in scope: Activation) throws(Fault) -> Value {
        scope[variable] ?? .undefined(Undefined(.variable(name)))
    }
}
