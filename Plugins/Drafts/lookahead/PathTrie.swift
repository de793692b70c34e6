import Speculation

/// Paths of tokens, merged where they begin alike; children in the order in which they came.
struct PathTrie {
    private var childLists: [[(token: Token, place: Int)]] = [[]]

    /// Adds a path.
    mutating func insert(_ path: [Token]) {
        var place = 0
        for token in path {
            if let known = childLists[place].first(where: { $0.token == token }) {
                place = known.place
            } else {
                childLists.append([])
                childLists[place].append((token, childLists.count - 1))
                place = childLists.count - 1
            }
        }
    }

    /// Where a path ends; nil if it was not added.
    func place(of path: [Token]) -> Int? {
        var place = 0
        for token in path {
            guard let next = childLists[place].first(where: { $0.token == token }) else { return nil }
            place = next.place
        }
        return place
    }

    /// The tokens that follow a place.
    func children(of place: Int) -> [Token] { childLists[place].map(\.token) }
}
