import Speculation

/// Continuations merged where they begin alike, in flat arrays that are reused from round to round.
///
/// Siblings are distinct tokens, in the order in which the fragments that brought them were inserted.
struct FragmentTrie {
    /// The place before the first token of every fragment.
    static let root = 0

    private var tokens: [Token] = [-1]
    private var firstChildren = [-1]
    private var nextSiblings = [-1]

    /// Forgets all fragments.
    mutating func clear() {
        tokens.removeLast(tokens.count - 1)
        firstChildren.removeLast(firstChildren.count - 1)
        nextSiblings.removeLast(nextSiblings.count - 1)
        firstChildren[Self.root] = -1
    }

    /// Adds a fragment.
    ///
    /// - Returns: Whether it brought anything new.
    /// - Complexity: O(fragment's length · siblings).
    mutating func insert(_ fragment: ArraySlice<Token>) -> Bool {
        var place = Self.root
        let before = tokens.count
        for token in fragment { place = child(of: place, holding: token) ?? add(token, below: place) }
        return tokens.count > before
    }

    /// The token at a place.
    func token(at place: Int) -> Token { tokens[place] }

    /// The preferred continuation of a place.
    func firstChild(of place: Int) -> Int? {
        firstChildren[place] < 0 ? nil : firstChildren[place]
    }

    /// The continuation preferred next after a place.
    func nextSibling(of place: Int) -> Int? {
        nextSiblings[place] < 0 ? nil : nextSiblings[place]
    }

    /// The continuation of a place with a given token.
    func child(of place: Int, holding token: Token) -> Int? {
        var child = firstChildren[place]
        while child >= 0 && tokens[child] != token { child = nextSiblings[child] }
        return child < 0 ? nil : child
    }

    private mutating func add(_ token: Token, below place: Int) -> Int {
        let added = tokens.count
        tokens.append(token)
        firstChildren.append(-1)
        nextSiblings.append(-1)
        var last = firstChildren[place]
        if last < 0 {
            firstChildren[place] = added
        } else {
            while nextSiblings[last] >= 0 { last = nextSiblings[last] }
            nextSiblings[last] = added
        }
        return added
    }
}
