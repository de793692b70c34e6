extension Parser {
    /// Reads one expression; a conditional one only where that is allowed.
    mutating func parseExpression(allowsConditional: Bool = true) throws(TemplateError) -> SyntaxExpression {
        try enter()
        let start = position
        var value = try parseOperators()
        while allowsConditional, skip(name: "if") {
            let test = try parseOperators()
            let otherwise = skip(name: "else") ? try parseExpression() : nil
            value = try expression(.conditional(value, test: test, otherwise: otherwise), at: start)
        }
        leave()
        return value
    }

    /// Reads operands and what stands between them.
    ///
    /// Operators wait on a stack until one follows that binds no more strongly, so that only brackets take recursion.
    private mutating func parseOperators() throws(TemplateError) -> SyntaxExpression {
        var stack = OperatorStack()
        while true {
            while isName("not"), stack.acceptsNot {
                stack.push(.not, at: position)
                advance()
            }
            stack.push(try parseUnary())
            let place = position
            guard let next = parseOperator() else { break }
            try stack.reduce(for: next, self)
            stack.push(next, at: place)
        }
        return try stack.result(self)
    }

    private mutating func parseOperator() -> SyntaxOperator? {
        let found: SyntaxOperator?
        switch token.kind {
        case .name("or"): found = .or
        case .name("and"): found = .and
        case .name("in"): found = .comparison(.contained)
        case .name("not") where following.kind == .name("in"):
            advance()
            found = .comparison(.notContained)
        case .symbol("~"): found = .concatenation
        case .symbol(let symbol):
            found =
                Comparison(rawValue: symbol).map { .comparison($0) }
                ?? Arithmetic.Operation(rawValue: symbol).map { .arithmetic($0) }
        default: found = nil
        }
        if found != nil { advance() }
        return found
    }

    private mutating func parseUnary() throws(TemplateError) -> SyntaxExpression {
        var signs: [(isMinus: Bool, place: TemplatePosition)] = []
        while isSymbol("-") || isSymbol("+") {
            signs.append((isSymbol("-"), position))
            advance()
        }
        var operand = try parsePostfix(try parsePrimary())
        for sign in signs.reversed() {
            let kind: SyntaxExpression.Kind = sign.isMinus ? .negation(operand) : .plus(operand)
            operand = try parsePostfix(try expression(kind, at: sign.place))
        }
        return try parseFilters(operand)
    }

    /// Reads a name, a literal, or what stands in brackets.
    mutating func parsePrimary() throws(TemplateError) -> SyntaxExpression {
        if isSymbol("(") { return try parseParentheses() }
        if isSymbol("[") { return try parseList() }
        if isSymbol("{") { return try parseDictionary() }
        let place = position
        return try expression(try parseLeaf(), at: place)
    }

    private mutating func parseLeaf() throws(TemplateError) -> SyntaxExpression.Kind {
        let kind: SyntaxExpression.Kind
        switch token.kind {
        case .name("true"), .name("True"): kind = .constant(.boolean(true))
        case .name("false"), .name("False"): kind = .constant(.boolean(false))
        case .name("none"), .name("None"): kind = .constant(.none)
        case .name(let name): kind = .name(name)
        case .string: return .constant(.string(parseStrings()))
        case .integer(let value): kind = .constant(.integer(value))
        case .real(let value): kind = .constant(.real(value))
        default: throw fault(expected: "an expression")
        }
        advance()
        return kind
    }

    /// Reads strings that follow each other: they are one.
    private mutating func parseStrings() -> Text {
        var text = Text()
        while case .string(let more) = token.kind {
            text += more
            advance()
        }
        return text
    }

    private mutating func parseParentheses() throws(TemplateError) -> SyntaxExpression {
        advance()
        let inside = try parseTuple(isInParentheses: true)
        try expect(symbol: ")")
        return inside
    }

    private mutating func parseList() throws(TemplateError) -> SyntaxExpression {
        let place = position
        advance()
        var parts: [SyntaxExpression] = []
        while !isSymbol("]") {
            if !parts.isEmpty { try expect(symbol: ",") }
            if isSymbol("]") { break }
            parts.append(try parseExpression())
        }
        try expect(symbol: "]")
        return try expression(.list(parts), at: place)
    }

    /// Reads expressions between commas: a tuple, or a single one without a comma.
    ///
    /// - Parameters:
    ///   - allowsConditional: Whether `a if b` may stand here.
    ///   - isInParentheses: Whether there may be none.
    /// - Returns: The expression.
    /// - Throws: ``TemplateError`` where none stands.
    mutating func parseTuple(
        allowsConditional: Bool = true, isInParentheses: Bool = false
    ) throws(TemplateError) -> SyntaxExpression {
        let place = position
        var parts: [SyntaxExpression] = []
        var isTuple = false
        while !isTupleEnd {
            parts.append(try parseExpression(allowsConditional: allowsConditional))
            guard skip(symbol: ",") else { break }
            isTuple = true
        }
        if !isTuple, let single = parts.first { return single }
        guard isTuple || isInParentheses else { throw fault(expected: "an expression") }
        return try expression(.tuple(parts), at: place)
    }

    /// Whether a tuple ends at the token at hand.
    var isTupleEnd: Bool { token.kind == .printEnd || token.kind == .statementEnd || isSymbol(")") }

    private mutating func parseDictionary() throws(TemplateError) -> SyntaxExpression {
        let place = position
        advance()
        var pairs: [(key: SyntaxExpression, value: SyntaxExpression)] = []
        while !isSymbol("}") {
            if !pairs.isEmpty { try expect(symbol: ",") }
            if isSymbol("}") { break }
            let key = try parseExpression()
            try expect(symbol: ":")
            pairs.append((key, try parseExpression()))
        }
        try expect(symbol: "}")
        return try expression(.dictionary(pairs), at: place)
    }
}
