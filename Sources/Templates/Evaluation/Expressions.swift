/// A variable.
struct NameExpression: Expression {
    let variable: Variable
    let name: String

    func value(in scope: Activation) throws(Fault) -> Value {
        scope[variable] ?? .undefined(Undefined(.variable(name)))
    }
}

/// A value that is written out.
struct ConstantExpression: Expression {
    let literal: Literal

    func value(in scope: Activation) throws(Fault) -> Value { literal.value }
}

/// `[a, b]`.
struct ListExpression: Expression {
    let parts: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        var values: [Value] = []
        values.reserveCapacity(parts.count)
        for part in parts { values.append(try part.value(in: scope)) }
        scope.rendering.position = position
        return try scope.rendering.list(values)
    }
}

/// `(a, b)`.
struct TupleExpression: Expression {
    let parts: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        var values: [Value] = []
        for part in parts { values.append(try part.value(in: scope)) }
        scope.rendering.position = position
        return try scope.rendering.tuple(values)
    }
}

/// `{a: b}`.
struct DictionaryExpression: Expression {
    let keys: [any Expression]
    let values: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        var dictionary = ValueDictionary()
        for (key, value) in zip(keys, values) {
            let key = try key.value(in: scope)
            let value = try value.value(in: scope)
            scope.rendering.position = position
            try dictionary.set(value, for: key)
        }
        return try scope.rendering.dictionary(dictionary)
    }
}

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

/// `not a`.
struct NotExpression: Expression {
    let operand: any Expression

    func value(in scope: Activation) throws(Fault) -> Value { .boolean(!(try operand.value(in: scope).isTrue)) }
}

/// `a < b <= c`: all neighbours are compared until one comparison fails.
struct ComparisonExpression: Expression {
    let first: any Expression
    let rest: [(comparison: Comparison, operand: any Expression)]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let rendering = scope.rendering
        var left = try first.value(in: scope)
        if rest.count > 8 { try rendering.charge(rest.count) }
        for (comparison, operand) in rest {
            let right = try operand.value(in: scope)
            rendering.position = position
            guard try Self.holds(left, comparison, right, rendering) else { return .boolean(false) }
            left = right
        }
        return .boolean(true)
    }

    /// Tells whether a comparison holds.
    static func holds(
        _ left: Value, _ comparison: Comparison, _ right: Value, _ rendering: Rendering
    ) throws(Fault) -> Bool {
        switch comparison {
        case .equal: try Equality.holds(left, right, rendering)
        case .unequal: try !Equality.holds(left, right, rendering)
        case .less: try Ordering.isLess(left, right, rendering)
        case .greater: try Ordering.isLess(right, left, rendering)
        case .atMost: try Ordering.isAtMost(left, right, rendering)
        case .atLeast: try Ordering.isAtMost(right, left, rendering)
        case .contained: try Iteration.contains(right, left, rendering)
        case .notContained: try !Iteration.contains(right, left, rendering)
        }
    }
}

/// `a + b - c` and the like: operations of one strength, from left to right.
struct ArithmeticExpression: Expression {
    struct Step: Sendable {
        let operation: Arithmetic.Operation
        let operand: any Expression
        let position: TemplatePosition
    }

    let first: any Expression
    let rest: [Step]

    func value(in scope: Activation) throws(Fault) -> Value {
        let rendering = scope.rendering
        var value = try first.value(in: scope)
        for step in rest {
            let operand = try step.operand.value(in: scope)
            rendering.position = step.position
            try rendering.charge(1)
            value = try Arithmetic.result(value, step.operation, operand, rendering)
        }
        return value
    }
}

/// `-a` and `+a`.
struct SignExpression: Expression {
    let operand: any Expression
    let isNegative: Bool
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        scope.rendering.position = position
        return isNegative
            ? try Arithmetic.negated(value, scope.rendering) : try Arithmetic.unchanged(value, scope.rendering)
    }
}

/// `a ~ b`: what they print as, after each other.
struct ConcatenationExpression: Expression {
    let parts: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let rendering = scope.rendering
        var text = Text()
        for part in parts {
            let value = try part.value(in: scope)
            rendering.position = position
            text.units += try Representation.printed(value, rendering).units
            try rendering.checkSize(text.count)
        }
        return try rendering.made(text)
    }
}
