import Costs
import Evaluation
import Foundation

/// Files of measured costs: those that are accepted give a cost for every tree.
struct CostExercise: ReaderExercise {
    static let name = "costs"

    func samples(in corpus: URL) throws -> [Sample] {
        let curve = CostCurve(sizes: [1, 4, 16], contexts: [0, 64], seconds: [0.1, 0.2, 0.4, 0.15, 0.25, 0.5])
        let line = CostCurve.line(first: 1, step: 0.1)
        let calibration = Calibration(
            key: CalibrationKey(settings: ["target": "demo", "threads": "2"], versions: ["espalier": "1"]),
            costs: RoundCosts(verify: curve ?? line, read: line, draft: curve ?? line, otherSeconds: 0.01))
        return [Sample("costs", texts: [("costs.json", CalibrationFile.text(of: calibration))])]
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let calibration = try CalibrationFile.read(files[0].path)
        let costs = calibration.costs
        var list: [Double] = []
        for curve in [costs.verify] + costs.drafts.flatMap({ [$0.read, $0.draft] }) {
            for size in [1, 3, 64, 1 << 20] {
                let seconds = curve.seconds(size: size, context: size * 7)
                try Attempts.demand(seconds.isFinite && seconds >= 0, "a pass of \(size) costs \(seconds)")
            }
            curve.list(upTo: 20, context: 33, in: &list)
            try Attempts.demand(list.allSatisfy { $0 >= 0 }, "passes cost less than nothing")
        }
        try Attempts.demand(costs.plainSeconds(context: 100).isFinite, "plain decoding costs what is no number")
    }
}
