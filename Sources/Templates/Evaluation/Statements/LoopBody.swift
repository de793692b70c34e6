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
