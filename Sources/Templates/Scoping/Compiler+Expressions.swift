extension Compiler {
    func expressions(_ list: [SyntaxExpression], _ frame: Frame) throws(TemplateError) -> [any Expression] {
        var compiled: [any Expression] = []
        for expression in list { compiled.append(try self.expression(expression, frame)) }
        return compiled
    }

    func expression(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        let position = expression.position
        switch expression.kind {
        case .name(let name):
            return NameExpression(variable: try variable(name, frame, position), name: name)
        case .constant(let literal): return ConstantExpression(literal: literal)
        case .list(let parts): return ListExpression(parts: try expressions(parts, frame), position: position)
        case .tuple(let parts): return TupleExpression(parts: try expressions(parts, frame), position: position)
        case .dictionary(let pairs):
            return DictionaryExpression(
                keys: try expressions(pairs.map(\.key), frame), values: try expressions(pairs.map(\.value), frame),
                position: position)
        case .attribute(let operand, let name):
            return AttributeExpression(
                operand: try self.expression(operand, frame), name: AttributeName(name), position: position)
        case .item(let operand, let key):
            return ItemExpression(
                operand: try self.expression(operand, frame), key: try self.expression(key, frame), position: position)
        case .slice(let operand, let start, let stop, let step):
            return SliceExpression(
                operand: try self.expression(operand, frame), start: try optional(start, frame),
                stop: try optional(stop, frame), step: try optional(step, frame), position: position)
        case .call(let callee, let arguments):
            return CallExpression(
                callee: try self.expression(callee, frame), arguments: try self.arguments(arguments, frame),
                position: position)
        case .filter(let operand, let name, let arguments):
            return try filter(operand, name, arguments, position, frame)
        case .test(let operand, let name, let arguments): return try test(operand, name, arguments, position, frame)
        default: return try operation(expression, frame)
        }
    }

    private func operation(_ expression: SyntaxExpression, _ frame: Frame) throws(TemplateError) -> any Expression {
        let position = expression.position
        switch expression.kind {
        case .conditional(let value, let test, let otherwise):
            let frame = frame.guarded()
            return ConditionalExpression(
                value: try self.expression(value, frame), test: try self.expression(test, frame),
                otherwise: try optional(otherwise, frame), position: position)
        case .or(let left, let right):
            return OrExpression(left: try self.expression(left, frame), right: try self.expression(right, frame))
        case .and(let left, let right):
            return AndExpression(left: try self.expression(left, frame), right: try self.expression(right, frame))
        case .not(let operand): return NotExpression(operand: try self.expression(operand, frame))
        case .comparison(let first, let rest):
            var compiled: [(Comparison, any Expression)] = []
            for (comparison, operand) in rest { compiled.append((comparison, try self.expression(operand, frame))) }
            return ComparisonExpression(first: try self.expression(first, frame), rest: compiled, position: position)
        case .arithmetic(let left, let operation, let right):
            return ArithmeticExpression(
                left: try self.expression(left, frame), operation: operation, right: try self.expression(right, frame),
                position: position)
        case .negation(let operand):
            return SignExpression(operand: try self.expression(operand, frame), isNegative: true, position: position)
        case .plus(let operand):
            return SignExpression(operand: try self.expression(operand, frame), isNegative: false, position: position)
        case .concatenation(let parts):
            return ConcatenationExpression(parts: try expressions(parts, frame), position: position)
        default: preconditionFailure("expression(_:_:) has compiled every other kind")
        }
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

    private func filter(
        _ operand: SyntaxExpression?, _ name: String, _ arguments: SyntaxArguments, _ position: TemplatePosition,
        _ frame: Frame
    ) throws(TemplateError) -> any Expression {
        if Filters.body(of: name) == nil, !frame.isGuarded {
            throw source.error(Filters.unknown(name).reason, at: position)
        }
        let compiled: any Expression
        if let operand {
            compiled = try expression(operand, frame)
        } else if let block = frame.block {
            compiled = NameExpression(variable: frame.variable(block), name: "")
        } else {
            throw source.error("the filter '\(name)' applies to nothing", at: position)
        }
        return FilterExpression(
            operand: compiled, name: name, arguments: try self.arguments(arguments, frame), position: position)
    }

    private func test(
        _ operand: SyntaxExpression, _ name: String, _ arguments: SyntaxArguments, _ position: TemplatePosition,
        _ frame: Frame
    ) throws(TemplateError) -> any Expression {
        if ValueTests.body(of: name) == nil, !frame.isGuarded {
            throw source.error(ValueTests.unknown(name).reason, at: position)
        }
        return TestExpression(
            operand: try expression(operand, frame), name: name, arguments: try self.arguments(arguments, frame),
            position: position)
    }
}
