import Decoding
import Speculation

extension GenerationRecord {
    /// Decodes one answer to its end.
    ///
    /// - Returns: The record; nil when it was cancelled between two rounds.
    static func decoding(
        _ request: DecodingRequest, with engine: DecodingEngine, isCancelled: () -> Bool
    ) throws -> GenerationRecord? {
        let start = ContinuousClock.now
        var loop = try DecodingLoop(engine, request)
        var rounds: [RoundRecord] = []
        while true {
            if isCancelled() { return nil }
            if let finish = loop.finish {
                return GenerationRecord(
                    tokens: loop.emitted, finish: finish, rounds: rounds, prefillSeconds: loop.prefillSeconds,
                    wallSeconds: (ContinuousClock.now - start) / .seconds(1))
            }
            rounds.append(try loop.round())
        }
    }
}
