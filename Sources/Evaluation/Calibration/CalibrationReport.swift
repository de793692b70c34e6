public import Costs

/// Costs as a table and a plot for the terminal.
public struct CalibrationReport {
    private let costs: RoundCosts

    /// How many characters the longest bar has.
    private static let barWidth = 40

    /// Describes costs.
    public init(of costs: RoundCosts) {
        self.costs = costs
    }

    /// The whole report.
    public var text: String {
        var parts = [section("The target's pass, by nodes", costs.verify, unit: "nodes")]
        for (place, draft) in costs.drafts.enumerated() {
            let name = costs.drafts.count > 1 ? "draft \(place + 1)" : "the draft"
            let first = "\(name.prefix(1).uppercased())\(name.dropFirst())'s first pass of a round"
            parts += [
                section("\(first), by committed tokens to read", draft.read, unit: "tokens"),
                section("Each further pass of \(name), by nodes that it grows", draft.draft, unit: "nodes"),
            ]
        }
        let other = "Everything else in a round: \(costs.otherSeconds.milliseconds) ms\n"
        return parts.compactMap { $0 }.joined(separator: "\n") + "\n" + other
    }

    /// One row for each size: milliseconds at each context, the multiple of the smallest size, and a bar.
    ///
    /// - Returns: Nil where there is no such pass.
    private func section(_ title: String, _ curve: CostCurve, unit: String) -> String? {
        guard curve.seconds.contains(where: { $0 > 0 }) else { return nil }
        let last = curve.contexts[curve.contexts.count - 1]
        let column = { (size: Int) in curve.seconds(size: size, context: last) }
        let first = column(curve.sizes[0])
        let most = curve.sizes.map(column).max() ?? 0
        var table = TextTable(
            title: title,
            columns: [unit] + curve.contexts.map { "ms at \($0)" } + ["× \(unit) \(curve.sizes[0])", ""],
            left: [curve.contexts.count + 2])
        for size in curve.sizes {
            let times = curve.contexts.map { curve.seconds(size: size, context: $0).milliseconds }
            let multiple = first > 0 ? (column(size) / first).formatted(decimals: 2) : "—"
            let bar = Self.bar(most > 0 ? column(size) / most : 0)
            table.append([String(size)] + times + [multiple, bar])
        }
        return title + "\n" + table.text
    }

    /// A bar of eighths of a character.
    private static func bar(_ share: Double) -> String {
        let eighths = Int((share * Double(barWidth) * 8).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
