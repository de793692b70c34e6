import Speculation

/// Continuations merged where they begin alike, in flat arrays that are reused from round to round.
///
/// Siblings are distinct tokens, in the order in which the fragments that brought them were inserted: longest match first.
struct FragmentTrie {
    /// The place before the first token of every fragment.
    static let root = 0

    private var tokens: [Token] = [-1]
    private var firstChildren = [-1]
    private var nextSiblings = [-1]

    /// The longest match of the fragments that lead to each place, and how many have it.
    private var lengths = [0]
    private var counts = [0]

    /// Forgets all fragments.
    mutating func clear() {
        tokens.removeLast(tokens.count - 1)
        firstChildren.removeLast(firstChildren.count - 1)
        nextSiblings.removeLast(nextSiblings.count - 1)
        lengths.removeLast(lengths.count - 1)
        counts.removeLast(counts.count - 1)
        firstChildren[Self.root] = -1
    }

    /// Adds a fragment.
    ///
    /// - Parameters:
    ///   - fragment: What followed an occurrence.
    ///   - length: How many tokens before it agree with the text's end; no more than those of earlier fragments.
    /// - Returns: Whether it brought anything new.
    /// - Complexity: O(fragment's length · siblings).
    mutating func insert(_ fragment: ArraySlice<Token>, after length: Int) -> Bool {
        var place = Self.root
        let before = tokens.count
        for token in fragment {
            place = child(of: place, holding: token) ?? add(token, after: length, below: place)
            if lengths[place] == length { counts[place] += 1 }
        }
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

    /// The longest match, before the fragment's first token, of those that lead to a place.
    func length(at place: Int) -> Int { lengths[place] }

    /// Whether occurrences agree on what comes next at a place: of those that lead there the ones with the longest match.
    ///
    /// - Parameter child: The place's first child.
    /// - Returns: How far they agree.
    func agreement(onFirst child: Int) -> MatchReliability.Agreement {
        if let other = nextSibling(of: child), lengths[other] == lengths[child] { return .split }
        return counts[child] > 1 ? .unanimous : .sole
    }

    private mutating func add(_ token: Token, after length: Int, below place: Int) -> Int {
        let added = tokens.count
        tokens.append(token)
        firstChildren.append(-1)
        nextSiblings.append(-1)
        lengths.append(length)
        counts.append(0)
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
