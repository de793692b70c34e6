import Evaluation
import Files
import Foundation
import JSON

/// A file of one JSON object for each update and evaluation, written as they happen.
///
/// A run that goes on from a state drops the lines beyond it, so that every step is logged once.
public struct TrainingLog {
    private let path: String
    private let handle: FileHandle

    /// Opens the log.
    ///
    /// - Parameters:
    ///   - path: The file; what it holds of later updates and evaluations is dropped.
    ///   - state: What the run goes on from; nil where it begins.
    /// - Throws: `FileWritingError`.
    public init(_ path: String, continuing state: TrainerState?) throws {
        self.path = path
        try AtomicFile.checkWritable(path)
        let old = FileManager.default.contents(atPath: path) ?? Data()
        let kept = String(decoding: old, as: UTF8.self).split(separator: "\n").filter { line in
            guard let state, let record = try? JSONValue(parsing: String(line)),
                let step = record["step"]?.integer
            else { return false }
            let isEvaluation = record["tau"] != nil
            return isEvaluation ? step <= (state.evaluated ?? state.step) : step <= state.step
        }
        try AtomicFile.write(kept.map { $0 + "\n" }.joined(), to: path)
        do {
            handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
    }

    func append(_ record: UpdateRecord) throws {
        try append([
            JSONMember("step", .integer(record.step)),
            JSONMember("loss", .real(record.loss)),
            JSONMember("terms", .object(record.terms.map { JSONMember($0.name, .real($0.value)) })),
            JSONMember("gradient_norm", .real(record.gradientNorm)),
            JSONMember("learning_rate", .real(record.rate)),
            JSONMember("tokens", .integer(record.tokens)),
            JSONMember("flops", .real(record.spent.total)),
            JSONMember("seconds", .real(record.seconds)),
        ])
    }

    func append(_ record: EvaluationRecord) throws {
        let interval = record.interval.map { JSONValue.array([.real($0.low), .real($0.high)]) } ?? .null
        try append([
            JSONMember("step", .integer(record.step)),
            JSONMember("tau", .real(record.tau)),
            JSONMember("tau_ci95", interval),
            JSONMember("prompts", .integer(record.prompts)),
            JSONMember("best", .bool(record.isBest)),
        ])
    }

    private func append(_ members: [JSONMember]) throws {
        do {
            try handle.write(contentsOf: Data("\(JSONValue.object(members).text)\n".utf8))
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
    }
}
