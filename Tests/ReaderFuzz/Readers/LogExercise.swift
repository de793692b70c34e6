import Autograd
import Foundation
import Training

/// Logs of training that a run goes on from: lines of later steps are dropped, whatever they say.
struct LogExercise: ReaderExercise {
    static let name = "log"

    /// A run that goes on after its first update.
    private static let state: TrainerState = {
        var state = TrainerState(parameters: NamedMatrices())
        state.optimizer.step = 1
        return state
    }()

    func samples(in corpus: URL) -> [Sample] {
        [
            Sample(
                "log",
                texts: [
                    (
                        "log.jsonl",
                        #"""
                        {"step":0,"tau":2.5,"tau_ci95":[2.25,2.75],"prompts":4,"best":true}
                        {"step":1,"loss":3.5,"terms":{"ce":3.5},"gradient_norm":0.5,"learning_rate":0.0001,"tokens":64,"flops":1e9,"seconds":0.25}
                        {"step":2,"loss":3.25,"terms":{"ce":3.25},"gradient_norm":0.5,"learning_rate":0.0001,"tokens":64,"flops":2e9,"seconds":0.25}

                        """#
                    )
                ])
        ]
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        _ = try TrainingLog(files[0].path, continuing: Self.state)
        let lines = try String(contentsOf: files[0], encoding: .utf8).split(separator: "\n")
        try Attempts.demand(
            lines.count <= 2 || !lines.contains { $0.hasPrefix(#"{"step":2,"#) }, "later steps are kept")
    }
}
