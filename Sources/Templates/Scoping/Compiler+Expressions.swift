extension Compiler {
    /// Compiles an expression.
    ///
    /// Each kind has a function of its own: expressions stand in one another, and in unoptimised builds a function takes
    /// the stack of all its branches.
    func expression(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        switch expression.kind {
        case .name, .constant: try leaf(expression, frame)
        case .list, .tuple, .or, .and, .concatenation: try sequence(expression, frame)
        case .dictionary: try dictionary(expression, frame)
        case .attribute, .not, .negation, .plus: try single(expression, frame)
        case .item: try item(expression, frame)
        case .slice: try slice(expression, frame)
        case .call: try call(expression, frame)
        case .filter: try filter(expression, frame)
        case .test: try test(expression, frame)
        case .conditional: try conditional(expression, frame)
        case .comparison: try comparison(expression, frame)
        case .arithmetic: try arithmetic(expression, frame)
        }
    }

    /// What a function for one kind of expression answers for another: `expression(_:_:)` asks the right one.
    private func misplaced() -> Never { preconditionFailure("an expression of another kind") }

    func expressions(_ list: [SyntaxExpression], _ frame: Frame) throws(TemplateError) -> [any Expression] {
        var compiled: [any Expression] = []
        for expression in list { compiled.append(try self.expression(expression, frame)) }
        return compiled
    }

    private func optional(_ expression: SyntaxExpression?, _ frame: Frame) throws(TemplateError) -> (any Expression)? {
        guard let expression else { return nil }
        return try self.expression(expression, frame)
    }

    func arguments(_ arguments: SyntaxArguments, _ frame: Frame) throws(TemplateError) -> ArgumentExpressions {
        ArgumentExpressions(
            positional: try expressions(arguments.positional, frame),
            keywords: Array(
                zip(arguments.keywords.map(\.name), try expressions(arguments.keywords.map(\.value), frame))),
            list: try optional(arguments.list, frame), dictionary: try optional(arguments.dictionary, frame))
    }

    private func leaf(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        switch expression.kind {
        case .name(let name):
            return NameExpression(variable: try variable(name, frame, expression.position), name: name)
        case .constant(let literal): return ConstantExpression(literal: literal)
        default: misplaced()
        }
    }

    private func sequence(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        let parts = try expressions(expression.parts, frame)
        switch expression.kind {
        case .list: return ListExpression(parts: parts, position: expression.position)
        case .tuple: return TupleExpression(parts: parts, position: expression.position)
        case .or: return OrExpression(parts: parts)
        case .and: return AndExpression(parts: parts)
        case .concatenation: return ConcatenationExpression(parts: parts, position: expression.position)
        default: misplaced()
        }
    }

    private func single(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        let operand = try self.expression(expression.parts[0], frame)
        switch expression.kind {
        case .attribute(_, let name):
            return AttributeExpression(operand: operand, name: AttributeName(name), position: expression.position)
        case .not: return NotExpression(operand: operand)
        case .negation: return SignExpression(operand: operand, isNegative: true, position: expression.position)
        case .plus: return SignExpression(operand: operand, isNegative: false, position: expression.position)
        default: misplaced()
        }
    }

    private func dictionary(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .dictionary(let pairs) = expression.kind else { misplaced() }
        return DictionaryExpression(
            keys: try expressions(pairs.map(\.key), frame), values: try expressions(pairs.map(\.value), frame),
            position: expression.position)
    }

    private func item(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .item(let operand, let key) = expression.kind else { misplaced() }
        return ItemExpression(
            operand: try self.expression(operand, frame), key: try self.expression(key, frame),
            position: expression.position)
    }

    private func slice(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .slice(let operand, let start, let stop, let step) = expression.kind else { misplaced() }
        return SliceExpression(
            operand: try self.expression(operand, frame), start: try optional(start, frame),
            stop: try optional(stop, frame), step: try optional(step, frame), position: expression.position)
    }

    private func call(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .call(let callee, let arguments) = expression.kind else { misplaced() }
        return CallExpression(
            callee: try self.expression(callee, frame), arguments: try self.arguments(arguments, frame),
            position: expression.position)
    }

    private func conditional(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .conditional(let value, let test, let otherwise) = expression.kind else { misplaced() }
        let frame = frame.guarded()
        return ConditionalExpression(
            value: try self.expression(value, frame), test: try self.expression(test, frame),
            otherwise: try optional(otherwise, frame), position: expression.position)
    }

    private func comparison(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .comparison(let first, let rest) = expression.kind else { misplaced() }
        let operands = try expressions(rest.map(\.1), frame)
        return ComparisonExpression(
            first: try self.expression(first, frame), rest: Array(zip(rest.map(\.0), operands)),
            position: expression.position)
    }

    private func arithmetic(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .arithmetic(let first, let rest) = expression.kind else { misplaced() }
        let operands = try expressions(rest.map(\.operand), frame)
        return ArithmeticExpression(
            first: try self.expression(first, frame),
            rest: zip(rest, operands).map { part, operand in
                ArithmeticExpression.Step(operation: part.operation, operand: operand, position: part.position)
            })
    }

    private func filter(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .filter(let operand, let name, let arguments) = expression.kind else { misplaced() }
        if Filters.body(of: name) == nil, !frame.isGuarded {
            throw source.error(Filters.unknown(name).reason, at: expression.position)
        }
        return FilterExpression(
            operand: try filtered(operand, name, expression.position, frame), name: name,
            arguments: try self.arguments(arguments, frame), position: expression.position)
    }

    /// What a filter applies to: its operand, or the block around it.
    private func filtered(
        _ operand: SyntaxExpression?, _ name: String, _ position: TemplatePosition, _ frame: Frame
    ) throws(TemplateError) -> any Expression {
        if let operand { return try expression(operand, frame) }
        guard let block = frame.block else {
            throw source.error("the filter \(quoted(name)) applies to nothing", at: position)
        }
        return NameExpression(variable: frame.variable(block), name: "")
    }

    private func test(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        guard case .test(let operand, let name, let arguments) = expression.kind else { misplaced() }
        if ValueTests.body(of: name) == nil, !frame.isGuarded {
            throw source.error(ValueTests.unknown(name).reason, at: expression.position)
        }
        return TestExpression(
            operand: try self.expression(operand, frame), name: name, arguments: try self.arguments(arguments, frame),
            position: expression.position)
    }
}
