import ArgumentParser

/// A tree's depth, width and number of drafted nodes on the command line, such as 5/4/12.
struct TreeSizes: ExpressibleByArgument {
    let depth: Int
    let width: Int
    let nodes: Int

    init?(argument: String) {
        let sizes = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sizes.count == 3, sizes.allSatisfy({ $0 >= 1 && $0 <= 1024 }), sizes[2] >= sizes[0] else { return nil }
        (depth, width, nodes) = (sizes[0], sizes[1], sizes[2])
    }
}
