/// `a(…)`.
struct CallExpression: Expression {
    let callee: any Expression
    let arguments: ArgumentExpressions
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let callee = try callee.value(in: scope)
        let arguments = try arguments.values(in: scope, position)
        scope.rendering.position = position
        return try Calling.result(of: callee, arguments, scope.rendering)
    }
}
