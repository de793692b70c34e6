/// `a or b`: the first that is true, else the last.
struct OrExpression: Expression {
    let parts: [any Expression]

    func value(in scope: Activation) throws(Fault) -> Value {
        var value = Value.none
        for part in parts {
            value = try part.value(in: scope)
            if value.isTrue { break }
        }
        return value
    }
}
