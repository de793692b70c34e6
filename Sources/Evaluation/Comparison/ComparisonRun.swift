import Decoding
import LanguageModels
import Speculation

/// A comparison in progress.
struct ComparisonRun {
    /// How many tokens of the first prompt each strategy decodes before timing counts.
    static let warmUpTokens = 32

    let comparison: Comparison
    let lineup: Lineup

    /// The tokens of every prompt's first turn, the same for all strategies; some may not fit the context.
    let openings: [[Token]]

    /// The place of the first prompt that fits the context.
    private let firstFitting: Int

    /// The smallest context of any target.
    let contextLimit: Int

    var result: ComparisonResult

    private var done = 0
    private var lastRate: Double?

    /// Checks all that can be checked before anything is measured.
    init(_ comparison: Comparison) throws {
        let workload = comparison.workload
        guard !workload.prompts.isEmpty else { throw ComparisonError.noPrompts(workload: workload.name) }
        self.comparison = comparison
        lineup = try Lineup(entries: comparison.entries, addingPlain: comparison.plainEntry)
        let limit = lineup.contestants.map(\.entry.engine.target.contextLimit).min() ?? 0
        contextLimit = limit
        let openings = try workload.prompts.map { prompt in
            let opening = Dialogue.opening(of: prompt) + [ChatMessage(role: .user, content: prompt.turns[0])]
            return try Self.encode(opening, of: prompt, turn: 0, by: comparison.codec)
        }
        guard let fitting = openings.firstIndex(where: { $0.count < limit }) else {
            throw ComparisonError.promptTooLong(id: workload.prompts[0].id, tokens: openings[0].count, limit: limit)
        }
        self.openings = openings
        firstFitting = fitting
        let lineup = lineup
        result = ComparisonResult(
            workload: workload.name,
            maximumNewTokens: lineup.contestants.map(\.entry.rules.limits.maximumNewTokens).max() ?? 0,
            requestedPrompts: workload.prompts.count, concurrency: comparison.concurrency,
            contestants: lineup.contestants.enumerated().map { place, contestant in
                ContestantResult(contestant, mustMatch: lineup.mustMatchBaseline(place))
            })
    }

    /// Decodes the beginning of the first answer that fits with every strategy, and forgets it.
    ///
    /// - Returns: False when cancelled.
    mutating func warmUp() throws -> Bool {
        for place in lineup.contestants.indices {
            let limits = lineup.contestants[place].entry.rules.limits
            let most = min(limits.maximumNewTokens, Self.warmUpTokens)
            let answers = try answers(
                [openings[firstFitting]], promptsAt: [firstFitting], turn: 0, by: place, most: most)
            guard answers != nil else { return false }
        }
        return true
    }

    /// Decodes some prompts with every strategy, turn by turn.
    ///
    /// - Returns: False when cancelled; the prompts are then forgotten.
    mutating func measure(promptsAt group: Range<Int>) throws -> Bool {
        let prompts = comparison.workload.prompts
        var dialogues = group.map { index in lineup.contestants.map { _ in Dialogue(on: prompts[index]) } }
        var open = Array(group)
        for turn in 0..<(group.map { prompts[$0].turns.count }.max() ?? 0) {
            var inputs: [Int: [[Token]]] = [:]
            for index in open where turn < prompts[index].turns.count {
                inputs[index] = try ask(turn, of: index, in: &dialogues[index - group.lowerBound])
            }
            open = open.filter { inputs[$0] != nil }
            guard !open.isEmpty else { break }
            for place in lineup.order(forPrompt: group.lowerBound / comparison.concurrency) {
                let own = open.map { inputs[$0]?[place] ?? [] }
                guard let answers = try answers(own, promptsAt: open, turn: turn, by: place) else { return false }
                for (number, index) in open.enumerated() {
                    dialogues[index - group.lowerBound][place].note(
                        answers[number], to: own[number], as: text(of: answers[number].tokens, by: place))
                }
            }
        }
        for index in group where openings[index].count < contextLimit {
            try conclude(prompts[index], at: index, dialogues[index - group.lowerBound])
        }
        return true
    }

    /// Adds the user's next message to every strategy's conversation on a prompt.
    ///
    /// - Returns: The tokens of each; nil if one does not fit the context.
    private mutating func ask(_ turn: Int, of index: Int, in dialogues: inout [Dialogue]) throws -> [[Token]]? {
        let prompt = comparison.workload.prompts[index]
        for place in dialogues.indices { dialogues[place].ask(prompt.turns[turn]) }
        let inputs = try dialogues.map { dialogue in
            turn == 0
                ? openings[index] : try Self.encode(dialogue.messages, of: prompt, turn: turn, by: comparison.codec)
        }
        let longest = inputs.map(\.count).max() ?? 0
        guard longest < contextLimit else {
            skip(from: turn, of: prompt, tokens: longest)
            return nil
        }
        return inputs
    }

    /// Tells that everything is done.
    func reportEnd() {
        guard !result.isIncomplete else { return }
        comparison.onProgress(
            ComparisonProgress(done: total, total: total, strategy: nil, prompt: nil, tokensPerSecond: lastRate))
    }

    /// The random numbers of one answer: a stream for each turn of each prompt, whatever was decoded before.
    private func random(for place: Int, promptAt index: Int, turn: Int) -> SeededRandom {
        SeededRandom(seed: lineup.contestants[place].entry.seed, stream: UInt64(index) << 16 | UInt64(turn))
    }

    private var total: Int {
        lineup.contestants.count * (1 + comparison.workload.prompts.reduce(0) { $0 + $1.turns.count })
    }

    /// The text of an answer, up to a stop string that ends it.
    private func text(of answer: [Token], by place: Int) -> String {
        lineup.contestants[place].entry.rules.limits.text(of: answer) ?? comparison.codec.text(answer)
    }

    /// A strategy's request on a turn of a prompt.
    func request(_ tokens: [Token], promptAt index: Int, turn: Int, by place: Int) -> DecodingRequest {
        DecodingRequest(
            prompt: tokens, rules: lineup.contestants[place].entry.rules,
            random: random(for: place, promptAt: index, turn: turn))
    }

    private mutating func answers(
        _ inputs: [[Token]], promptsAt indices: [Int], turn: Int, by place: Int, most: Int? = nil
    ) throws -> [GenerationRecord]? {
        let entry = lineup.contestants[place].entry
        let ids = indices.map { comparison.workload.prompts[$0].id }
        comparison.onProgress(
            ComparisonProgress(
                done: done, total: total, strategy: entry.label, prompt: ids.first, tokensPerSecond: lastRate))
        var requests = zip(inputs, indices).map { request($0, promptAt: $1, turn: turn, by: place) }
        if let most { for number in requests.indices { requests[number].rules.limits.maximumNewTokens = most } }
        let records: [GenerationRecord]?
        do {
            if requests.count == 1 {
                records = try GenerationRecord.decoding(
                    requests[0], with: entry.engine, isCancelled: comparison.isCancelled
                ).map { [$0] }
            } else {
                records = try GenerationRecord.decoding(
                    together: requests, with: entry.engine, isCancelled: comparison.isCancelled)
            }
        } catch let failure as AnswerFailure {
            throw ComparisonError.decoding(id: ids[failure.place], strategy: entry.name, cause: failure.cause)
        } catch {
            throw ComparisonError.decoding(id: ids[0], strategy: entry.name, cause: error)
        }
        done += inputs.count
        lastRate = records.flatMap { records in
            var tally = GenerationTally()
            for record in records { tally += GenerationTally(counting: record) }
            return tally.tokensPerSecond
        }
        return records
    }

    private mutating func skip(from turn: Int, of prompt: Prompt, tokens: Int) {
        let count = prompt.turns.count - turn
        done += count * lineup.contestants.count
        result.skippedTurns.append(
            SkippedTurns(
                prompt: prompt.id, firstTurn: turn + 1, count: count, tokens: tokens, contextLimit: contextLimit))
    }

    private static func encode(
        _ messages: [ChatMessage], of prompt: Prompt, turn: Int, by codec: any ConversationCodec
    ) throws -> [Token] {
        do {
            let tokens = try codec.tokens(messages)
            guard !tokens.isEmpty else { throw DecodingError.emptyPrompt }
            return tokens
        } catch {
            throw ComparisonError.encoding(id: prompt.id, turn: turn + 1, cause: error)
        }
    }
}
