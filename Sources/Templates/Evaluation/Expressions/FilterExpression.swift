/// `a | name(…)`.
struct FilterExpression: Expression {
    let operand: any Expression
    let name: String
    private let body: Filters.Body?
    let arguments: ArgumentExpressions
    let position: TemplatePosition

    init(operand: any Expression, name: String, arguments: ArgumentExpressions, position: TemplatePosition) {
        self.operand = operand
        self.name = name
        self.arguments = arguments
        self.position = position
        body = Filters.body(of: name)
    }

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        let arguments = try arguments.values(in: scope, position)
        scope.rendering.position = position
        try scope.rendering.charge(1)
        guard let body else { throw Filters.unknown(name) }
        return try body(value, arguments, scope.rendering)
    }
}
