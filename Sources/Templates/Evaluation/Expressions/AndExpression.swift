/// `a and b`: the first that is false, else the last.
struct AndExpression: Expression {
    let parts: [any Expression]

    func value(in scope: Activation) throws(Fault) -> Value {
        var value = Value.none
        for part in parts {
            value = try part.value(in: scope)
            if !value.isTrue { break }
        }
        return value
    }
}
