package import Speculation

/// How often each token followed each run of tokens, for all runs up to a length, in a text that grows.
///
/// A trie of all runs in flat arrays: every place counts how often its run occurs. A token lengthens the runs that end before
/// it, one for each length, so that it costs the same wherever it stands.
package struct SuffixCounts: Sendable {
    /// So many continuations are looked at, so that a word that anything may follow costs no more.
    private static let mostVisited = 64

    /// The longest run that what follows is counted for.
    package let longest: Int

    private var tokens: [Token] = [-1]
    private var counts = [0]
    private var firstChildren: [Int32] = [-1]
    private var nextSiblings: [Int32] = [-1]

    /// How many tokens followed the run of each place, and how many different ones.
    private var followers: [Int32] = [0]
    private var childCounts: [Int32] = [0]

    /// The place of each token below a place.
    private var children: [Step: Int32] = [:]

    private struct Step: Hashable {
        let place: Int32
        let token: Int32
    }

    /// Where the text ends.
    package private(set) var end = Suffixes.none

    /// The places of a text's suffixes, shortest first and the empty one included, as far as they occur.
    package struct Suffixes: Sendable {
        package fileprivate(set) var places: [Int32]

        /// Those of an empty text.
        package static let none = Suffixes(places: [0])
    }

    package init(longest: Int) { self.longest = longest }

    /// Lengthens the text.
    ///
    /// - Complexity: O(`longest`).
    package mutating func append(_ token: Token) {
        var lengthened: [Int32] = [0]
        lengthened.reserveCapacity(longest + 1)
        for end in end.places {
            let place = child(of: end, holding: token) ?? add(token, below: end)
            counts[Int(place)] += 1
            followers[Int(end)] += 1
            // Runs one longer than what is looked for count what follows it; nothing is counted after them.
            if lengthened.count <= longest { lengthened.append(place) }
        }
        end.places = lengthened
    }

    /// Begins another text, whose runs do not begin in this one.
    package mutating func endText() { end = .none }

    /// The suffixes of a text.
    ///
    /// - Complexity: O(`longest`²).
    package func suffixes(of text: ArraySlice<Token>) -> Suffixes {
        text.suffix(longest).reduce(.none) { suffixes($0, before: $1) }
    }

    /// The suffixes of a text that is one token longer.
    ///
    /// - Complexity: O(`longest`).
    package func suffixes(_ suffixes: Suffixes, before token: Token) -> Suffixes {
        var longer: [Int32] = [0]
        longer.reserveCapacity(suffixes.places.count + 1)
        // Where a suffix does not occur, none that ends with it does.
        for place in suffixes.places {
            guard longer.count <= longest, let next = child(of: place, holding: token) else { break }
            longer.append(next)
        }
        return Suffixes(places: longer)
    }

    /// How often a token followed the run of a place.
    package func count(of token: Token, after place: Int32) -> Int {
        child(of: place, holding: token).map { counts[Int($0)] } ?? 0
    }

    /// How many tokens followed the run of a place, and how many different ones.
    package func totals(after place: Int32) -> (all: Int, different: Int) {
        (Int(followers[Int(place)]), Int(childCounts[Int(place)]))
    }

    /// Visits what followed the run of a place, what was new last first; no more than ``mostVisited`` tokens.
    package func forEachToken(after place: Int32, _ visit: (Token) -> Void) {
        var child = firstChildren[Int(place)]
        var visited = 0
        while child >= 0 && visited < Self.mostVisited {
            visit(tokens[Int(child)])
            child = nextSiblings[Int(child)]
            visited += 1
        }
    }

    private func child(of place: Int32, holding token: Token) -> Int32? {
        children[Step(place: place, token: Int32(truncatingIfNeeded: token))]
    }

    private mutating func add(_ token: Token, below place: Int32) -> Int32 {
        let added = Int32(tokens.count)
        tokens.append(token)
        counts.append(0)
        firstChildren.append(-1)
        nextSiblings.append(firstChildren[Int(place)])
        firstChildren[Int(place)] = added
        followers.append(0)
        childCounts.append(0)
        childCounts[Int(place)] += 1
        children[Step(place: place, token: Int32(truncatingIfNeeded: token))] = added
        return added
    }
}
