public import Speculation

extension StaticTree {
    /// The most paths a list may hold.
    public static let mostPaths = 4096

    /// Reads its options, and reports every path that is ill-formed, repeated or without its parent.
    public init(from options: inout OptionReader) {
        var list = PathList()
        let help = "Nodes as rank paths, such as 0, 1, 00 or [0, 12]; every path's parent must be listed."
        let read: [RankPath] = options.value(
            "paths", type: "list of rank paths", range: "", default: nil, standIn: [RankPath([0])], help: help,
            write: Self.written,
            parse: { given in
                guard case .list(let elements) = given.content else { return nil }
                list.read(elements, of: given)
                return list.paths
            })
        for fault in list.faults { options.fault(fault.message, at: fault.place) }
        self.init(paths: list.faults.isEmpty ? read : [RankPath([0])])
    }

    /// A list that reads back as the same paths: digits as text, ranks of two digits as lists.
    private static func written(_ paths: [RankPath]) -> OptionValue.Content {
        let elements = paths.sorted().map { path in
            path.ranks.allSatisfy { $0 < 10 }
                ? OptionValue(.string("\(path)")) : OptionValue(.list(path.ranks.map { OptionValue(.integer($0)) }))
        }
        return .list(elements)
    }
}
