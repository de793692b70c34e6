import Speculation

/// Reads a list of rank paths and collects what is wrong with it, each fault at its element.
struct PathList {
    private(set) var paths: [RankPath] = []
    private(set) var faults: [Fault] = []

    /// Reads all elements, then checks that none is repeated and that each one's parent is listed.
    mutating func read(_ elements: [OptionValue], of list: OptionValue) {
        guard !elements.isEmpty else {
            faults.append(Fault("paths is empty; list at least one rank path, such as 0", at: list.place))
            return
        }
        guard elements.count <= StaticTree.mostPaths else {
            faults.append(
                Fault(
                    "paths lists \(elements.count.counting("node")), and \(StaticTree.mostPaths) is the most",
                    at: list.place))
            return
        }
        let read = elements.map { ($0, path(of: $0)) }
        let listed = Set(read.compactMap(\.1))
        var seen: Set<RankPath> = []
        for (element, path) in read {
            guard let path else { continue }
            if !seen.insert(path).inserted {
                faults.append(Fault("path \(path) is listed twice", at: element.place))
            } else if let parent = path.parent, !listed.contains(parent) {
                faults.append(Fault("path \(path) is listed without its parent \(parent)", at: element.place))
            }
            paths.append(path)
        }
    }

    /// One element's path; nil, with a fault, when it is none.
    private mutating func path(of element: OptionValue) -> RankPath? {
        guard let path = Self.parsed(element) else {
            faults.append(
                Fault(
                    "a path must be digits such as 021, or a list of ranks such as [0, 12], not \(element.inWords)",
                    at: element.place))
            return nil
        }
        if path.ranks.count > RankPath.longest {
            faults.append(
                Fault("a path has at most \(RankPath.longest) steps, not \(path.ranks.count)", at: element.place))
            return nil
        }
        if let rank = path.ranks.first(where: { $0 > RankPath.largestRank }) {
            faults.append(Fault("a rank must be in 0...\(RankPath.largestRank), not \(rank)", at: element.place))
            return nil
        }
        return path
    }

    /// Digits as they were written, since 00 as a number would lose its length; or a list of whole numbers.
    private static func parsed(_ element: OptionValue) -> RankPath? {
        switch element.content {
        case .integer, .string:
            return RankPath(digits: element.text)
        case .list(let elements) where !elements.isEmpty:
            let ranks = elements.compactMap { element -> Int? in
                guard case .integer(let rank) = element.content, rank >= 0 else { return nil }
                return rank
            }
            return ranks.count == elements.count ? RankPath(ranks) : nil
        default:
            return nil
        }
    }
}
