import Evaluation

/// Facts for people, one a line: what it is about, and what is said.
enum FactList {
    /// The lines, each with its end.
    static func text(of facts: [(name: String, text: String)]) -> String {
        let width = facts.map(\.name.count).max() ?? 0
        return facts.map { $0.name.rightPadded(to: width + 2) + $0.text + "\n" }.joined()
    }
}

extension Int {
    /// This many bytes, for people.
    var inBytes: String {
        let mebibytes = Double(self) / 1_048_576
        return mebibytes < 1024
            ? "\(mebibytes.formatted(decimals: 1)) MiB" : "\((mebibytes / 1024).formatted(decimals: 2)) GiB"
    }
}
