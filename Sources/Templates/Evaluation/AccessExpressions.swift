/// `a.name`.
struct AttributeExpression: Expression {
    let operand: any Expression
    let name: AttributeName
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        scope.rendering.position = position
        return try Access.attribute(name, of: value, scope.rendering)
    }
}

/// `a[key]`.
struct ItemExpression: Expression {
    let operand: any Expression
    let key: any Expression
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        let key = try key.value(in: scope)
        scope.rendering.position = position
        return try Access.item(key, of: value, scope.rendering)
    }
}

/// `a[start:stop:step]`.
struct SliceExpression: Expression {
    let operand: any Expression
    let start: (any Expression)?
    let stop: (any Expression)?
    let step: (any Expression)?
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        let start = try start?.value(in: scope)
        let stop = try stop?.value(in: scope)
        let step = try step?.value(in: scope)
        scope.rendering.position = position
        let slice = try Slice(start: start, stop: stop, step: step, scope.rendering)
        return try slice.part(of: value, scope.rendering)
    }
}

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
