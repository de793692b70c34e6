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

    /// Decodes several answers together to their ends.
    ///
    /// Each has its own part of the time: what was done for it alone, and its trees' parts of the passes that scored all. These
    /// add up to the time of all, so that tokens by seconds are those of the load.
    ///
    /// - Returns: The records in the order of the requests; nil when it was cancelled between two rounds.
    /// - Throws: ``AnswerFailure`` if one cannot be decoded.
    static func decoding(
        together requests: [DecodingRequest], with engine: DecodingEngine, isCancelled: () -> Bool
    ) throws -> [GenerationRecord]? {
        let start = ContinuousClock.now
        var batch = DecodingBatch(of: engine.target)
        var rounds = [[RoundRecord]](repeating: [], count: requests.count)
        for (number, request) in requests.enumerated() {
            if isCancelled() { return nil }
            do {
                batch.add(try DecodingLoop(engine, request), number: number)
            } catch {
                throw AnswerFailure(place: number, cause: error)
            }
        }
        while batch.count > 0 {
            if isCancelled() { return nil }
            batch.step { number, record in rounds[number].append(record) }
        }
        let wall = (ContinuousClock.now - start) / .seconds(1)
        let loops = try batch.takeEnded().sorted { $0.number < $1.number }.map { ended in
            do {
                return try ended.result.get()
            } catch {
                throw AnswerFailure(place: ended.number, cause: error)
            }
        }
        let own = loops.enumerated().map { place, loop in
            rounds[place].reduce(loop.prefillSeconds.total) { $0 + $1.seconds.total }
        }
        let scale = wall / max(own.reduce(0, +), .leastNormalMagnitude)
        return loops.enumerated().compactMap { place, loop in
            loop.finish.map { finish in
                GenerationRecord(
                    tokens: loop.emitted, finish: finish, rounds: rounds[place], prefillSeconds: loop.prefillSeconds,
                    wallSeconds: own[place] * scale)
            }
        }
    }
}

/// One of several answers could not be decoded.
struct AnswerFailure: Error {
    /// Which of them.
    let place: Int

    /// Why.
    let cause: any Error
}
