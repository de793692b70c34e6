package import Speculation

/// Turns counts of what followed a text's suffixes into chances of what follows it now.
///
/// P(x | suffix) = (count of x + e · different · P(x | shorter suffix)) / (all + e · different), from the shortest suffix upwards,
/// with nothing below it: what is left of 1 is the chance of a token that never followed.
package struct ContinuationChances {
    /// How much a token that followed anew weighs against one that followed before.
    ///
    /// Witten and Bell take 1 for text that is compressed; of 60 answers of Qwen2.5-Coder-1.5B single occurrences came true a third of the time, which is what 2 gives.
    package static let escape = 2.0

    /// Where each suffix stands, shortest first, in the counts of the sequence and in those of earlier ones.
    private var places: [(own: Int32?, earlier: Int32?)] = []

    private let own: SuffixCounts
    private let earlier: SuffixCounts

    /// Takes the suffixes of a text, from the shortest that counts.
    ///
    /// - Parameters:
    ///   - shortest: The length of the shortest that counts, at least 1.
    ///   - suffix: Where they stand in the sequence's own counts.
    ///   - own: Those counts.
    ///   - earlierSuffix: Where they stand in the counts of earlier sequences.
    ///   - earlier: Those counts.
    package init(
        shortest: Int, _ suffix: SuffixCounts.Suffixes, in own: SuffixCounts, _ earlierSuffix: SuffixCounts.Suffixes,
        in earlier: SuffixCounts
    ) {
        self.own = own
        self.earlier = earlier
        let (here, there) = (suffix.places.dropFirst(shortest), earlierSuffix.places.dropFirst(shortest))
        for length in 0..<max(here.count, there.count) {
            places.append(
                (
                    own: length < here.count ? here[here.startIndex + length] : nil,
                    earlier: length < there.count ? there[there.startIndex + length] : nil
                ))
        }
    }

    /// The most probable continuations, best first, equal ones by token.
    ///
    /// - Parameter width: How many at most.
    /// - Returns: Tokens with their chances.
    package func best(_ width: Int) -> [(token: Token, chance: Double)] {
        var tokens: Set<Token> = []
        // What followed only a shorter suffix is worth less than anything that followed this one, nearly always.
        for place in places.reversed() where tokens.count < width {
            if let own = place.own { self.own.forEachToken(after: own) { tokens.insert($0) } }
            if let earlier = place.earlier { self.earlier.forEachToken(after: earlier) { tokens.insert($0) } }
        }
        var ranked = tokens.map { (token: $0, chance: 0.0) }
        for place in places {
            let (all, different) = totals(place)
            let weight = Self.escape * Double(different)
            for index in ranked.indices {
                let count = Double(self.count(of: ranked[index].token, place))
                ranked[index].chance = (count + weight * ranked[index].chance) / (Double(all) + weight)
            }
        }
        ranked.sort { $0.chance == $1.chance ? $0.token < $1.token : $0.chance > $1.chance }
        return Array(ranked.prefix(width).prefix { $0.chance > 0 })
    }

    private func totals(_ place: (own: Int32?, earlier: Int32?)) -> (all: Int, different: Int) {
        let here = place.own.map(own.totals) ?? (0, 0)
        let there = place.earlier.map(earlier.totals) ?? (0, 0)
        return (max(here.0 + there.0, 1), max(here.1, there.1, 1))
    }

    private func count(of token: Token, _ place: (own: Int32?, earlier: Int32?)) -> Int {
        (place.own.map { own.count(of: token, after: $0) } ?? 0)
            + (place.earlier.map { earlier.count(of: token, after: $0) } ?? 0)
    }
}
