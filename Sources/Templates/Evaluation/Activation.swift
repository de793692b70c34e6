/// The variables of a template or macro while it runs.
final class Activation {
    let rendering: Rendering

    /// Where the body was defined: its names are seen from inside.
    let parent: Activation?

    /// Whether the rendering lets go of the values when it ends.
    var isKept = false

    /// A value for every place that the compiler has given a name; nil before it is set.
    private var slots: [Value?]

    init(_ rendering: Rendering, parent: Activation?, slots: Int) {
        self.rendering = rendering
        self.parent = parent
        self.slots = [Value?](repeating: nil, count: slots)
    }

    /// The value of a variable; nil before it is set.
    subscript(variable: Variable) -> Value? {
        get { owner(of: variable).slots[variable.slot] }
        set { owner(of: variable).slots[variable.slot] = newValue }
    }

    private func owner(of variable: Variable) -> Activation {
        var activation = self
        for _ in 0..<variable.hops {
            // The compiler counted the definitions around a body, and each runs inside the one around it.
            guard let parent = activation.parent else { preconditionFailure("a body runs outside its definition") }
            activation = parent
        }
        return activation
    }

    /// Lets go of the values.
    func clear() { slots = [Value?](repeating: nil, count: slots.count) }
}
