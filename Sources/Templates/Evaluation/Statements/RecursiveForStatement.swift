/// `{% for … recursive %}`: its body can call itself as `loop(…)`.
struct RecursiveForStatement: Statement {
    let elements: any Expression
    let body: LoopBody
    let slots: Int

    /// How many statements and expressions of the body stand in one another.
    let height: Int

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
