/// The block that is being compiled.
struct Frame {
    let symbols: Symbols

    /// Whether an unknown filter or test is an error only when it is reached: so jinja2 has it under `if`.
    var isGuarded = false

    /// What a filter without an operand applies to.
    var block: StoredName?

    /// A block within this one.
    func inner() -> Frame { Frame(symbols: Symbols(inside: symbols, body: symbols.body), block: block) }

    /// The body of a macro defined here.
    func innerBody() -> Frame {
        Frame(symbols: Symbols(inside: symbols, body: BodyLayout(inside: symbols.body)))
    }

    /// The same block, under a condition.
    func guarded() -> Frame {
        var frame = self
        frame.isGuarded = true
        return frame
    }

    /// How code of this block reaches a variable.
    func variable(_ place: StoredName) -> Variable {
        Variable(hops: symbols.body.depth - place.depth, slot: place.slot)
    }
}
