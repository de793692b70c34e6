/// A token with the place in the encoded text where it ends; it begins where the one before it does.
struct PlacedToken: Sendable, Equatable {
    let id: Int

    /// How many scalars of the text, as rewritten for the vocabulary, lie before this place.
    var end: Int
}

/// The tokens of a text without control tokens, as rewritten for the vocabulary.
struct PlacedText: Sendable {
    private(set) var tokens: [PlacedToken] = []

    /// The scalars of the rewritten text; those at the end may have no token.
    private(set) var length = 0

    /// Adds the tokens of what follows.
    mutating func append(_ tokens: [PlacedToken], length added: Int) {
        self.tokens += tokens.map { PlacedToken(id: $0.id, end: length + $0.end) }
        length += added
    }

    /// For each token, whether it reaches into any of the ranges; one without extent goes with the token before it.
    func reaches(into ranges: [Range<Int>]) -> [Bool] {
        var reaches: [Bool] = []
        var start = 0
        for token in tokens {
            let extent = start..<token.end
            reaches.append(extent.isEmpty ? reaches.last ?? false : ranges.contains { $0.overlaps(extent) })
            start = token.end
        }
        return reaches
    }
}
