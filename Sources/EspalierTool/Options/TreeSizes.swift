import ArgumentParser

/// A tree's depth, width and number of drafted nodes on the command line, such as 5/4/12.
struct TreeSizes {
    let depth: Int
    let width: Int
    let nodes: Int

    /// Reads sizes.
    ///
    /// - Throws: `ValidationError` that says what they must be.
    @Sendable
    static func parse(_ text: String) throws -> TreeSizes {
        let sizes = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sizes.count == 3, sizes.allSatisfy({ $0 >= 1 && $0 <= 1024 }), sizes[2] >= sizes[0] else {
            throw ValidationError(
                "depth, width and nodes must be integers in 1...1024 such as 5/4/12, with at least as many nodes as depth"
            )
        }
        return TreeSizes(depth: sizes[0], width: sizes[1], nodes: sizes[2])
    }
}
