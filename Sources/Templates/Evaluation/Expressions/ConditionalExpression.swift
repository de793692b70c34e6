/// `a if b else c`.
struct ConditionalExpression: Expression {
    let value: any Expression
    let test: any Expression
    let otherwise: (any Expression)?
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        if try test.value(in: scope).isTrue { return try value.value(in: scope) }
        if let otherwise { return try otherwise.value(in: scope) }
        return .undefined(Undefined(.other("the condition at \(position) is false and has no 'else'")))
    }
}
