import Costs
import Evaluation
import Speculation

/// What a calibration measured and where it is kept, for people and for programs.
struct CalibrationListing {
    let calibration: Calibration

    /// How often children of each rank are accepted; nil where that was not asked for.
    let acceptance: AcceptanceProfile?

    /// The file in the user's cache; nil where it could not be written.
    let stored: String?

    /// The tables, and where strategies will find the costs.
    var text: String {
        let ranks = acceptance.map { profile in
            let shares = profile.shares.map { $0.formatted(decimals: 3) }.joined(separator: ", ")
            return "Acceptance by rank, of \(profile.nodes.counting("node"))\nprofile: [\(shares)]\n\n"
        }
        return CalibrationReport(of: calibration.costs).text + "\n" + (ranks ?? "")
            + (stored.map { "Stored in \($0)\n" } ?? "")
    }
}

extension CalibrationListing: Encodable {
    private enum CodingKeys: String, CodingKey {
        case settings, versions, verify, read, draft, drafts, acceptance, stored
        case otherSeconds = "other_seconds"
    }

    /// Writes the keys of a file of costs, and where the costs are kept.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(calibration.key.settings, forKey: .settings)
        try container.encode(calibration.key.versions, forKey: .versions)
        try container.encode(calibration.costs.otherSeconds, forKey: .otherSeconds)
        try container.encode(Curve(calibration.costs.verify), forKey: .verify)
        let drafts = calibration.costs.drafts.map(Passes.init)
        if drafts.count == 1 {
            try container.encode(drafts[0].read, forKey: .read)
            try container.encode(drafts[0].draft, forKey: .draft)
        } else {
            try container.encode(drafts, forKey: .drafts)
        }
        try container.encodeIfPresent(acceptance.map(Ranks.init), forKey: .acceptance)
        try container.encode(stored, forKey: .stored)
    }

    /// How often children of each rank are accepted, and of how many nodes.
    private struct Ranks: Encodable {
        let profile: [Double]
        let nodes: Int

        init(_ acceptance: AcceptanceProfile) {
            profile = acceptance.shares
            nodes = acceptance.nodes
        }
    }

    /// The passes of one of several drafts.
    private struct Passes: Encodable {
        let read: Curve
        let draft: Curve

        init(_ costs: DraftCosts) {
            read = Curve(costs.read)
            draft = Curve(costs.draft)
        }
    }

    /// A curve with one list of seconds for each context.
    private struct Curve: Encodable {
        let sizes: [Int]
        let contexts: [Int]
        let seconds: [[Double]]

        init(_ curve: CostCurve) {
            sizes = curve.sizes
            contexts = curve.contexts
            seconds = curve.contexts.indices.map { row in
                Array(curve.seconds[row * curve.sizes.count..<(row + 1) * curve.sizes.count])
            }
        }
    }
}
