/// A template that is ready to be rendered.
struct TemplateBody: Sendable {
    let entry: BlockEntry
    let statements: [any Statement]

    /// How many variables it has.
    let slots: Int

    /// How many statements and expressions stand in one another.
    let height: Int

    func run(_ rendering: Rendering) throws(Fault) {
        let scope = Activation(rendering, parent: nil, slots: slots)
        rendering.keep(scope)
        entry.enter(scope)
        _ = try statements.run(in: scope)
    }
}
