extension Parser {
    mutating func parseMacro(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        let name = try expectName()
        guard !["true", "false", "none", "True", "False", "None"].contains(name) else {
            throw source.error("a macro cannot be called \(quoted(name))", at: place)
        }
        let (parameters, defaults) = try parseParameters()
        let macro = try parseMacroBody(parameters, defaults, end: "endmacro", opening: ("macro", place))
        return try statement(.macro(name: name, macro), at: place, holding: macro.height)
    }

    mutating func parseCallBlock(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        let (parameters, defaults) = isSymbol("(") ? try parseParameters() : ([], [])
        let start = token.index
        let call = try parseExpression()
        guard case .call = call.kind else { throw source.error("expected a call after 'call'", at: start) }
        let macro = try parseMacroBody(parameters, defaults, end: "endcall", opening: ("call", place))
        return try statement(.call(call, macro), at: place, holding: max(call.height, macro.height))
    }

    mutating func parseGeneration(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        let macro = try parseMacroBody([], [], end: "endgeneration", opening: ("generation", place))
        return try statement(.generation(macro), at: place, holding: macro.height)
    }

    private mutating func parseMacroBody(
        _ parameters: [String], _ defaults: [SyntaxExpression], end: String,
        opening: (name: String, position: TemplatePosition)
    ) throws(TemplateError) -> SyntaxMacro {
        let outer = isInLoop
        isInLoop = false
        let body = try parseBody(until: [end], opening: opening)
        isInLoop = outer
        advance()
        return SyntaxMacro(parameters: parameters, defaults: defaults, body: body)
    }

    private mutating func parseParameters() throws(TemplateError) -> ([String], [SyntaxExpression]) {
        var parameters: [String] = []
        var defaults: [SyntaxExpression] = []
        try expect(symbol: "(")
        while !isSymbol(")") {
            if !parameters.isEmpty { try expect(symbol: ",") }
            let start = token.index
            let name = try expectName()
            guard !parameters.contains(name) else {
                throw source.error("the parameter \(quoted(name)) stands here twice", at: start)
            }
            if skip(symbol: "=") {
                defaults.append(try parseExpression())
            } else if !defaults.isEmpty {
                throw source.error("a parameter without a default follows one that has one", at: start)
            }
            parameters.append(name)
        }
        try expect(symbol: ")")
        return (parameters, defaults)
    }
}

extension SyntaxMacro {
    /// How many statements and expressions stand in one another.
    var height: Int { max(body.height, defaults.reduce(0) { max($0, $1.height) }) }
}
