/// `a is name(…)`.
struct TestExpression: Expression {
    let operand: any Expression
    let name: String
    private let body: ValueTests.Body?
    let arguments: ArgumentExpressions
    let position: TemplatePosition

    init(operand: any Expression, name: String, arguments: ArgumentExpressions, position: TemplatePosition) {
        self.operand = operand
        self.name = name
        self.arguments = arguments
        self.position = position
        body = ValueTests.body(of: name)
    }

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        let arguments = try arguments.values(in: scope, position)
        scope.rendering.position = position
        guard let body else { throw ValueTests.unknown(name) }
        return .boolean(try body(value, arguments, scope.rendering))
    }
}
