import Foundation

/// Tells strategies of one name apart by where their files or their drafts lie.
///
/// `head@first` and `head@second` are variants of the strategy `head`.
enum VariantNames {
    /// The strategies, those of one written name with a suffix each.
    ///
    /// - Parameter strategies: The strategies, each with the draft that the command line gives it.
    /// - Returns: The same strategies in the same order, names distinct.
    static func distinct(_ strategies: [(strategy: Strategy, draft: DraftOverride)]) -> [Strategy] {
        let groups = Dictionary(grouping: strategies.indices) { strategies[$0].strategy.writtenName }
        var named = strategies.map(\.strategy)
        for places in groups.values where places.count > 1 {
            let group = places.map { strategies[$0] }
            let marks = [
                suffixes(of: group.map(\.strategy.file)), suffixes(of: group.map { $0.draft.head ?? "" }),
                suffixes(of: group.map { $0.draft.model ?? "" }),
            ]
            for (index, place) in places.enumerated() {
                let suffix = marks.map { $0[index] }.filter { !$0.isEmpty }.joined(separator: "+")
                named[place] = named[place].named("\(named[place].writtenName)@\(suffix)")
            }
        }
        return named
    }

    /// The shortest end of each path that no other one has, without what all of them end in; empty where all are the same.
    private static func suffixes(of paths: [String]) -> [String] {
        guard Set(paths).count > 1 else { return paths.map { _ in "" } }
        var steps = paths.map(steps)
        while let last = steps[0].last, steps.allSatisfy({ $0.count > 1 && $0.last == last }) {
            for index in steps.indices { steps[index].removeLast() }
        }
        return steps.map { own in
            let others = steps.filter { $0 != own }
            let length = (1...max(own.count, 1)).first { length in
                others.allSatisfy { $0.suffix(length) != own.suffix(length) }
            }
            return own.suffix(length ?? own.count).joined(separator: "/")
        }
    }

    /// The steps of a path from the root, the last one without the ending of a strategy file.
    private static func steps(of path: String) -> [String] {
        let url = URL(fileURLWithPath: path)
        let bare = StrategyReader.endings.contains(url.pathExtension.lowercased()) ? url.deletingPathExtension() : url
        return bare.path.split(separator: "/").map(String.init)
    }
}
