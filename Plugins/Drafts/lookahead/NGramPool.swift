import Speculation

/// n-grams that the target guessed, by the token that they begin with: the latest ones.
struct NGramPool {
    /// How many of each token are kept.
    let most: Int

    /// What followed each token, latest first.
    private var rests: [Token: [[Token]]] = [:]

    init(most: Int) { self.most = most }

    /// Remembers an n-gram; one that is known becomes the latest.
    mutating func insert(_ first: Token, _ rest: [Token]) {
        var known = rests[first] ?? []
        known.removeAll { $0 == rest }
        known.insert(rest, at: 0)
        if known.count > most { known.removeLast() }
        rests[first] = known
    }

    /// What followed a token, latest first.
    subscript(first: Token) -> [[Token]] { rests[first] ?? [] }
}
