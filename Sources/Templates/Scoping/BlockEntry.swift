/// What happens to a block's variables when it begins and ends.
struct BlockEntry: Sendable {
    private let resolved: [(slot: Variable, name: String)]
    private let aliases: [(slot: Variable, outer: Variable)]
    private let unset: [Variable]
    private let all: [Variable]

    init(_ frame: Frame) {
        var resolved: [(slot: Variable, name: String)] = []
        var aliases: [(slot: Variable, outer: Variable)] = []
        var unset: [Variable] = []
        var all: [Variable] = []
        for (place, load) in frame.symbols.loads {
            let slot = frame.variable(place)
            all.append(slot)
            switch load {
            case .parameter: break
            case .resolve(let name): resolved.append((slot, name))
            case .alias(let outer): aliases.append((slot, frame.variable(outer)))
            case .unset: unset.append(slot)
            }
        }
        (self.resolved, self.aliases, self.unset, self.all) = (resolved, aliases, unset, all)
    }

    /// Gives the variables their first values.
    func enter(_ scope: Activation) {
        for entry in resolved { scope[entry.slot] = scope.rendering.variable(entry.name) }
        for entry in aliases { scope[entry.slot] = scope[entry.outer] }
        for slot in unset { scope[slot] = nil }
    }

    /// Forgets their values.
    func leave(_ scope: Activation) {
        for slot in all { scope[slot] = nil }
    }
}
