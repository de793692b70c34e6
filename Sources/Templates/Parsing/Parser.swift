/// Reads tokens as a tree of statements and expressions, by jinja2's grammar.
struct Parser {
    let source: SourceText
    let tokens: [Token]
    var index = 0

    /// How many statements and expressions are open.
    private var depth = 0

    /// The loops and other bodies that are open: `break` needs a loop without another body in between.
    var isInLoop = false

    /// Most brackets and blocks that may be open at once: what that takes of the stack is small enough for 512 KB.
    private static let mostOpen = 32

    /// Most statements and expressions that may stand in one another; chains of filters and attributes count as well.
    private static let mostDepth = 80

    init(_ source: SourceText) throws(TemplateError) {
        self.source = source
        tokens = try Lexer.tokens(of: source)
    }

    /// The statements of the whole template.
    mutating func parseTemplate() throws(TemplateError) -> [SyntaxStatement] {
        try parseStatements(until: [], opening: nil)
    }

    /// Goes into something that may hold another of its kind; ``leave()`` must follow.
    mutating func enter() throws(TemplateError) {
        depth += 1
        guard depth <= Self.mostOpen else { throw tooDeep(at: position) }
    }

    /// Comes out of it.
    mutating func leave() { depth -= 1 }

    /// Makes an expression, unless too many stand in one another.
    func expression(
        _ kind: SyntaxExpression.Kind, at position: TemplatePosition
    ) throws(TemplateError) -> SyntaxExpression {
        let expression = SyntaxExpression(kind, at: position)
        guard expression.height <= Self.mostDepth else { throw tooDeep(at: position) }
        return expression
    }

    /// Makes a statement, unless too much stands in one another.
    func statement(
        _ kind: SyntaxStatement.Kind, at position: TemplatePosition, holding height: Int
    ) throws(TemplateError) -> SyntaxStatement {
        guard height < Self.mostDepth else { throw tooDeep(at: position) }
        return SyntaxStatement(kind: kind, position: position, height: height + 1)
    }

    private func tooDeep(at position: TemplatePosition) -> TemplateError {
        source.error("statements and expressions stand too deep in one another", at: position)
    }
}

extension Parser {
    var token: Token { tokens[index] }

    /// Where the token at hand begins.
    var position: TemplatePosition { source.position(of: token.index) }

    /// The token after the one at hand.
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    func isName(_ name: String) -> Bool { token.kind == .name(name) }

    func isSymbol(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }

    /// Passes a word if it is the token at hand.
    mutating func skip(name: String) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    /// Passes a symbol if it is the token at hand.
    mutating func skip(symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind) throws(TemplateError) {
        guard token.kind == kind else { throw fault(expected: Token(kind: kind, index: 0).noun) }
        advance()
    }

    mutating func expect(symbol: String) throws(TemplateError) { try expect(.symbol(symbol)) }

    mutating func expectName() throws(TemplateError) -> String {
        guard case .name(let name) = token.kind else { throw fault(expected: "a name") }
        advance()
        return name
    }

    /// The failure of the token at hand.
    func fault(expected: String) -> TemplateError {
        source.error("expected \(expected), found \(token.noun)", at: token.index)
    }
}
