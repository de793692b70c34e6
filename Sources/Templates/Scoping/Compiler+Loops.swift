extension Compiler {
    func loop(_ loop: SyntaxLoop, _ position: TemplatePosition, _ frame: Frame) throws(TemplateError) -> any Statement {
        if loop.assignsLoop { throw source.error("'loop' cannot be assigned to inside a loop", at: position) }
        // A recursive loop is a body of its own: every call of it has its own variables.
        let outer = loop.isRecursive ? frame.innerBody() : frame
        let bodyFrame = loop.isRecursive ? outer : frame.inner()
        let usesLoop = loop.isRecursive || !FreeNames.of(loop.body, among: ["loop"]).isEmpty
        let loopPlace = usesLoop ? bodyFrame.symbols.declareParameter("loop") : nil
        bodyFrame.symbols.visit(loop.target, asParameter: true)
        bodyFrame.symbols.visit(loop.body)
        let otherwise = try self.otherwise(loop, bodyFrame, frame)
        let compiled = LoopBody(
            target: try target(loop.target, bodyFrame, position),
            filter: try loop.test.map { (test) throws(TemplateError) in
                try filter(test, loop.target, position, frame, isRecursive: loop.isRecursive)
            },
            loop: loopPlace.map { bodyFrame.variable($0) },
            entry: BlockEntry(bodyFrame), statements: try statements(loop.body, bodyFrame), otherwise: otherwise,
            position: position)
        let elements = try expression(loop.elements, frame)
        guard loop.isRecursive else { return ForStatement(elements: elements, body: compiled) }
        let height = max(loop.body.height, loop.otherwise.height, loop.test?.height ?? 0)
        return RecursiveForStatement(
            elements: elements, body: compiled, slots: outer.symbols.body.slots, height: height)
    }

    private func otherwise(
        _ loop: SyntaxLoop, _ bodyFrame: Frame, _ frame: Frame
    ) throws(TemplateError) -> (entry: BlockEntry, statements: [any Statement])? {
        guard !loop.otherwise.isEmpty else { return nil }
        let body = bodyFrame.symbols.body
        let inner = Frame(symbols: Symbols(inside: frame.symbols, body: body), block: frame.block)
        inner.symbols.visit(loop.otherwise)
        return (BlockEntry(inner), try statements(loop.otherwise, inner))
    }

    /// The condition of a loop, which has variables of its own: it runs before the body does.
    private func filter(
        _ test: SyntaxExpression, _ target: SyntaxTarget, _ position: TemplatePosition, _ frame: Frame,
        isRecursive: Bool
    ) throws(TemplateError) -> LoopFilter {
        let layout = BodyLayout(inside: frame.symbols.body)
        let inner = Frame(symbols: Symbols(inside: frame.symbols, body: layout))
        inner.symbols.visit(target, asParameter: true)
        inner.symbols.visit(test)
        return LoopFilter(
            target: try self.target(target, inner, position), test: try expression(test, inner),
            entry: BlockEntry(inner),
            slots: layout.slots, position: position)
    }

    /// The definition of a macro or of a block that is handed to one.
    func definition(
        _ macro: SyntaxMacro, name: String?, _ position: TemplatePosition, _ frame: Frame
    ) throws(TemplateError) -> MacroDefinition {
        let inner = frame.innerBody()
        let symbols = inner.symbols
        func visit() {
            for parameter in macro.parameters { symbols.declareParameter(parameter) }
            for value in macro.defaults { symbols.visit(value) }
            symbols.visit(macro.body)
        }
        visit()
        let free = FreeNames.of(macro.body, among: ["caller", "kwargs", "varargs"])
        let explicit = macro.parameters.firstIndex(of: "caller")
        if free.contains("caller"), let explicit, explicit < macro.parameters.count - macro.defaults.count {
            throw source.error("a parameter 'caller' needs a default", at: position)
        }
        func special(_ name: String) -> Variable? {
            guard free.contains(name), !macro.parameters.contains(name) else { return nil }
            return inner.variable(symbols.declareParameter(name))
        }
        let (caller, keywords, positional) = (special("caller"), special("kwargs"), special("varargs"))
        visit()
        var parameters: [MacroDefinition.Parameter] = []
        let required = macro.parameters.count - macro.defaults.count
        for (place, name) in macro.parameters.enumerated() {
            parameters.append(
                MacroDefinition.Parameter(
                    name: name, variable: try variable(name, inner, position),
                    standard: place < required ? nil : try expression(macro.defaults[place - required], inner)))
        }
        return MacroDefinition(
            name: name, parameters: parameters, takesCaller: free.contains("caller"), caller: caller,
            keywords: keywords, positional: positional, entry: BlockEntry(inner),
            body: try statements(macro.body, inner), slots: symbols.body.slots, height: macro.height)
    }
}

extension SyntaxLoop {
    /// Whether something in the loop sets `loop`, which jinja2 forbids.
    fileprivate var assignsLoop: Bool {
        target.names.contains("loop") || body.contains { $0.assignsLoop } || otherwise.contains { $0.assignsLoop }
    }
}

extension SyntaxStatement {
    fileprivate var assignsLoop: Bool {
        switch kind {
        case .data, .print, .leave: false
        case .conditional(let branches, let otherwise):
            branches.contains { $0.body.contains { $0.assignsLoop } } || otherwise.contains { $0.assignsLoop }
        case .loop(let loop): loop.assignsLoop
        case .set(let target, _): target.names.contains("loop")
        case .capture(let target, _, let body): target.names.contains("loop") || body.contains { $0.assignsLoop }
        case .macro(_, let macro), .call(_, let macro), .generation(let macro): macro.body.contains { $0.assignsLoop }
        case .filter(_, let body), .with(_, let body): body.contains { $0.assignsLoop }
        }
    }
}

extension SyntaxTarget {
    /// The names that are set.
    fileprivate var names: [String] {
        switch self {
        case .name(let name): [name]
        case .tuple(let targets): targets.flatMap(\.names)
        case .attribute: []
        }
    }
}
