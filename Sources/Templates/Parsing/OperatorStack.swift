/// Operands and operators that wait for what follows them.
struct OperatorStack {
    /// Operands with operators of one strength between them: they make one expression, however many they are.
    private struct Chain {
        var first: SyntaxExpression
        var rest: [(operation: SyntaxOperator, operand: SyntaxExpression, position: TemplatePosition)] = []

        /// The strength of the operators; nil while there is none.
        var strength: Int?
    }

    private var operands: [Chain] = []
    private var operators: [(operation: SyntaxOperator, position: TemplatePosition)] = []

    /// Whether `not` may stand here: it binds more weakly than comparisons and sums do.
    var acceptsNot: Bool { operators.last.map { $0.operation.strength <= SyntaxOperator.not.strength } ?? true }

    mutating func push(_ operand: SyntaxExpression) { operands.append(Chain(first: operand)) }

    mutating func push(_ operation: SyntaxOperator, at position: TemplatePosition) {
        operators.append((operation, position))
    }

    /// Applies the operators that bind at least as strongly as one that follows.
    mutating func reduce(for next: SyntaxOperator, _ parser: Parser) throws(TemplateError) {
        while let last = operators.last, last.operation.strength >= next.strength { try apply(parser) }
    }

    /// Applies all operators.
    mutating func result(_ parser: Parser) throws(TemplateError) -> SyntaxExpression {
        while !operators.isEmpty { try apply(parser) }
        return try expression(operands.removeLast(), parser)
    }

    private mutating func apply(_ parser: Parser) throws(TemplateError) {
        let (operation, position) = operators.removeLast()
        let right = try expression(operands.removeLast(), parser)
        if case .not = operation {
            push(try parser.expression(.not(right), at: position))
            return
        }
        var left = operands.removeLast()
        if left.strength != operation.strength {
            left = Chain(first: try expression(left, parser), strength: operation.strength)
        }
        left.rest.append((operation, right, position))
        operands.append(left)
    }

    private func expression(_ chain: Chain, _ parser: Parser) throws(TemplateError) -> SyntaxExpression {
        guard let next = chain.rest.first else { return chain.first }
        let parts = [chain.first] + chain.rest.map(\.operand)
        let kind: SyntaxExpression.Kind
        switch next.operation {
        case .or: kind = .or(parts)
        case .and: kind = .and(parts)
        case .concatenation: kind = .concatenation(parts)
        case .comparison, .not:
            kind = .comparison(
                chain.first,
                chain.rest.compactMap { part in
                    if case .comparison(let comparison) = part.operation { (comparison, part.operand) } else { nil }
                })
        case .arithmetic:
            kind = .arithmetic(
                chain.first,
                chain.rest.compactMap { part in
                    guard case .arithmetic(let operation) = part.operation else { return nil }
                    return SyntaxOperation(operation: operation, operand: part.operand, position: part.position)
                })
        }
        return try parser.expression(kind, at: next.position)
    }
}
