/// The condition of a loop, which has variables of its own: it is asked before the body runs.
struct LoopFilter: Sendable {
    let target: Target
    let test: any Expression
    let entry: BlockEntry
    let slots: Int
    let position: TemplatePosition

    /// The elements for which the condition holds, each found when it is asked for.
    func iterator(over elements: ValueIterator, in outer: Activation) -> ValueIterator {
        // The loop that these variables are around may hold the iterator.
        outer.rendering.keep(outer)
        let scope = Activation(outer.rendering, parent: outer, slots: slots)
        entry.enter(scope)
        return ValueIterator(nesting: elements.nesting + 1) { (rendering) throws(Fault) in
            while let element = try elements.next(rendering) {
                rendering.position = position
                try target.assign(element, in: scope)
                if try test.value(in: scope).isTrue { return target.value(in: scope) }
            }
            return nil
        }
    }
}

/// What a loop does with its elements.
struct LoopBody: Sendable {
    let target: Target
    let filter: LoopFilter?

    /// The variable that holds `loop`; nil where nothing reads it.
    let loop: Variable?
    let entry: BlockEntry
    let statements: [any Statement]
    let otherwise: (entry: BlockEntry, statements: [any Statement])?
    let position: TemplatePosition

    /// Runs the body for all elements.
    ///
    /// - Parameters:
    ///   - value: What is gone through.
    ///   - scope: The body's variables.
    ///   - outer: The variables around the loop.
    ///   - recurse: What `loop(…)` does; nil where the loop is not recursive.
    ///   - depth: How many calls of the loop are around this one.
    /// - Returns: How the loop's `else` ended, if that ran.
    /// - Throws: ``Fault`` where the body does, and for a value that has no elements.
    func run(
        over value: Value, in scope: Activation, outer: Activation, recurse: LoopObject.Recursion? = nil, depth: Int = 0
    ) throws(Fault) -> Flow {
        let rendering = scope.rendering
        rendering.position = position
        var iterator = try Iteration.iterator(of: value, rendering)
        if let filter { iterator = filter.iterator(over: iterator, in: outer) }
        let object = loop.map { _ in
            LoopObject(iterator, count: filter == nil ? value.count : nil, recurse: recurse, depth: depth)
        }
        var hasRun = false
        loop: while let element = try next(iterator, object, rendering) {
            rendering.position = position
            try target.assign(element, in: scope)
            if let loop, let object { scope[loop] = .object(object) }
            entry.enter(scope)
            switch try statements.run(in: scope) {
            // A pass that is cut short does not count for `else`: jinja2 has it so.
            case .on: hasRun = true
            case .continue: break
            case .break: break loop
            }
        }
        entry.leave(scope)
        guard !hasRun, let otherwise else { return .on }
        otherwise.entry.enter(scope)
        let flow = try otherwise.statements.run(in: scope)
        otherwise.entry.leave(scope)
        return flow
    }

    private func next(
        _ iterator: ValueIterator, _ object: LoopObject?, _ rendering: Rendering
    ) throws(Fault) -> Value? {
        if let object { return try object.advance(rendering) }
        return try iterator.next(rendering)
    }
}

/// `{% for %}`.
struct ForStatement: Statement {
    let elements: any Expression
    let body: LoopBody
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        try body.run(over: try elements.value(in: scope), in: scope, outer: scope)
    }
}

/// `{% for … recursive %}`: its body can call itself as `loop(…)`.
struct RecursiveForStatement: Statement {
    let elements: any Expression
    let body: LoopBody
    let slots: Int

    /// How many statements and expressions of the body stand in one another.
    let height: Int
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        let text = try call(try elements.value(in: scope), depth: 0, in: scope)
        try scope.rendering.write(text)
        return .on
    }

    private func call(_ value: Value, depth: Int, in outer: Activation) throws(Fault) -> Text {
        let rendering = outer.rendering
        try rendering.enter(height)
        let scope = Activation(rendering, parent: outer, slots: slots)
        let recurse: LoopObject.Recursion = { (value, depth) throws(Fault) in
            try call(value, depth: depth, in: outer)
        }
        let (text, _) = try rendering.captured { () throws(Fault) in
            try body.run(over: value, in: scope, outer: outer, recurse: recurse, depth: depth)
        }
        rendering.leave(height)
        return text
    }
}
