/// Tells which combinations of draft, builder, verifier and sampling are meaningful, before any weight is read.
public struct Compatibility: Sendable {
    private let registry: PluginRegistry

    /// Judges combinations and names alternatives from a registry.
    public init(registry: PluginRegistry) {
        self.registry = registry
    }

    /// Why a builder cannot arrange a draft's candidates; nil when it can.
    ///
    /// - Parameters:
    ///   - builder: The builder's name and traits.
    ///   - draft: The draft's name and traits.
    /// - Returns: A sentence that ends with the legal choices, or nil.
    public func objection(
        to builder: (name: String, traits: TreeTraits), for draft: (name: String, traits: DraftTraits)
    ) -> String? {
        let legal = registry.treeBuilders.entries
            .filter { Self.fits($0.example.traits, draft.traits) }.map(\.name)
        guard let draw = draft.traits.draw else {
            return "draft policy '\(draft.name)' proposes nothing, so it takes no tree section"
        }
        if !builder.traits.draws.contains(draw) {
            return "tree builder '\(builder.name)' cannot arrange the \(draw.rawValue) candidates of draft policy "
                + "'\(draft.name)'\(Self.choices(legal))"
        }
        if builder.traits.needsProbabilities && !draft.traits.givesProbabilities {
            return "tree builder '\(builder.name)' ranks nodes by probability, and draft policy '\(draft.name)' gives "
                + "none\(Self.choices(legal))"
        }
        return nil
    }

    /// Why a verifier cannot keep its promise for a draft and a sampling rule; nil when it can.
    ///
    /// - Parameters:
    ///   - verifier: The verifier's name and traits.
    ///   - draft: The draft's name and traits.
    ///   - sampling: The strategy's sampling rule.
    /// - Returns: A sentence that ends with the legal choices, or nil.
    public func objection(
        to verifier: (name: String, traits: VerifierTraits), for draft: (name: String, traits: DraftTraits),
        sampling: SamplingRule
    ) -> String? {
        let legal = registry.verifiers.entries
            .filter { Self.fits($0.example.traits, draft.traits, sampling) }.map(\.name)
        if let draw = draft.traits.draw, !verifier.traits.draws.contains(draw) {
            return "verifier '\(verifier.name)' is not valid for the \(draw.rawValue) candidates of draft policy "
                + "'\(draft.name)'\(Self.choices(legal))"
        }
        if verifier.traits.guarantee == .exactAtTemperatureZero && !sampling.isGreedy {
            return "verifier '\(verifier.name)' is exact at temperature 0 only, and the temperature is "
                + "\(OptionReader.written(sampling.temperature))\(Self.choices(legal))"
        }
        return nil
    }

    /// Why a verifier cannot judge a builder's trees; nil when it can.
    ///
    /// - Parameters:
    ///   - verifier: The verifier's name and traits.
    ///   - builder: The builder's name and traits.
    /// - Returns: A sentence that ends with the builders that suit it, or nil.
    public func objection(
        to verifier: (name: String, traits: VerifierTraits), for builder: (name: String, traits: TreeTraits)
    ) -> String? {
        guard verifier.traits.needsChain && !builder.traits.isChain else { return nil }
        let suited = registry.treeBuilders.entries.filter(\.example.traits.isChain).map(\.name)
        return "verifier '\(verifier.name)' judges single paths, and tree builder '\(builder.name)' grows others"
            + "\(Self.choices(suited))"
    }

    private static func fits(_ tree: TreeTraits, _ draft: DraftTraits) -> Bool {
        guard let draw = draft.draw else { return false }
        return tree.draws.contains(draw) && (draft.givesProbabilities || !tree.needsProbabilities)
    }

    private static func fits(_ verifier: VerifierTraits, _ draft: DraftTraits, _ sampling: SamplingRule) -> Bool {
        (draft.draw.map { verifier.draws.contains($0) } ?? true)
            && (sampling.isGreedy || verifier.guarantee != .exactAtTemperatureZero)
    }

    private static func choices(_ names: [String]) -> String {
        names.isEmpty ? "" : "; legal here: \(names.joined(separator: ", "))"
    }
}
