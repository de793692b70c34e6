import Decoding
import LanguageModels
import Speculation

/// A comparison in progress.
struct ComparisonRun {
    /// How many tokens of the first prompt each strategy decodes before timing counts.
    static let warmUpTokens = 32

    let comparison: Comparison
    let lineup: Lineup

    /// The tokens of every prompt's first turn, the same for all strategies.
    let openings: [[Token]]

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
        openings = try workload.prompts.map { prompt in
            let opening = [ChatMessage(role: .user, content: prompt.turns[0])]
            let tokens = try Self.encode(opening, of: prompt, turn: 0, by: comparison.codec)
            guard tokens.count < limit else {
                throw ComparisonError.promptTooLong(id: prompt.id, tokens: tokens.count, limit: limit)
            }
            return tokens
        }
        let lineup = lineup
        result = ComparisonResult(
            workload: workload.name,
            maximumNewTokens: lineup.contestants.map(\.entry.rules.limits.maximumNewTokens).max() ?? 0,
            requestedPrompts: workload.prompts.count,
            contestants: lineup.contestants.enumerated().map { place, contestant in
                ContestantResult(contestant, mustMatch: lineup.mustMatchBaseline(place))
            })
    }

    /// Decodes the beginning of the first answer with every strategy, and forgets it.
    ///
    /// - Returns: False when cancelled.
    mutating func warmUp() throws -> Bool {
        for place in lineup.contestants.indices {
            let limits = lineup.contestants[place].entry.rules.limits
            let most = min(limits.maximumNewTokens, Self.warmUpTokens)
            guard try answer(openings[0], promptAt: 0, turn: 0, by: place, most: most) != nil else { return false }
        }
        return true
    }

    /// Decodes one prompt with every strategy, turn by turn.
    ///
    /// - Returns: False when cancelled; the prompt is then forgotten.
    mutating func measure(promptAt index: Int) throws -> Bool {
        let prompt = comparison.workload.prompts[index]
        var dialogues = lineup.contestants.map { _ in Dialogue() }
        for turn in prompt.turns.indices {
            for place in dialogues.indices { dialogues[place].ask(prompt.turns[turn]) }
            let inputs = try dialogues.map { dialogue in
                turn == 0
                    ? openings[index]
                    : try Self.encode(dialogue.messages, of: prompt, turn: turn, by: comparison.codec)
            }
            let longest = inputs.map(\.count).max() ?? 0
            guard longest < contextLimit else {
                skip(from: turn, of: prompt, tokens: longest)
                break
            }
            for place in lineup.order(forPrompt: index) {
                let answer = try answer(inputs[place], promptAt: index, turn: turn, by: place)
                guard let answer else { return false }
                dialogues[place].note(answer, to: inputs[place], as: text(of: answer.tokens, by: place))
            }
        }
        try conclude(prompt, at: index, dialogues)
        return true
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

    /// What a strategy is asked on a turn of a prompt.
    func request(_ tokens: [Token], promptAt index: Int, turn: Int, by place: Int) -> DecodingRequest {
        DecodingRequest(
            prompt: tokens, rules: lineup.contestants[place].entry.rules,
            random: random(for: place, promptAt: index, turn: turn))
    }

    private mutating func answer(
        _ tokens: [Token], promptAt index: Int, turn: Int, by place: Int, most: Int? = nil
    ) throws -> GenerationRecord? {
        let entry = lineup.contestants[place].entry
        let id = comparison.workload.prompts[index].id
        comparison.onProgress(
            ComparisonProgress(done: done, total: total, strategy: entry.label, prompt: id, tokensPerSecond: lastRate))
        var request = request(tokens, promptAt: index, turn: turn, by: place)
        if let most { request.rules.limits.maximumNewTokens = most }
        let record: GenerationRecord?
        do {
            record = try GenerationRecord.decoding(
                request, with: entry.engine, isCancelled: comparison.isCancelled)
        } catch {
            throw ComparisonError.decoding(id: id, strategy: entry.name, cause: error)
        }
        done += 1
        lastRate = record.flatMap { GenerationTally(counting: $0).tokensPerSecond }
        return record
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
