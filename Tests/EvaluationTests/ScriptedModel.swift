import Decoding
import Evaluation
import LanguageModels
import Speculation

/// A target without weights: token *t* is followed by *t* + 1, and nearly as well by *t* + 2.
struct ScriptedTarget: Target {
    let vocabularySize = 32
    var contextLimit = 64

    /// A sequence length at which scores of trees with drafted nodes prefer *t* + 2: a wrong kernel, so to speak.
    var faultyLength: Int?

    /// The sequence length at which scoring fails.
    var failingLength: Int?

    func begin(providing features: FeatureRequest?) throws -> any TargetSession { Session(target: self) }

    func row(after token: Token, isFaulty: Bool = false) -> [Float] {
        var row = [Float](repeating: 0, count: vocabularySize)
        row[(token + 1) % vocabularySize] = 4
        row[(token + 2) % vocabularySize] = isFaulty ? 5 : 3.5
        return row
    }

    struct Failure: Error, CustomStringConvertible {
        let description = "the script says so"
    }

    private struct Session: TargetSession {
        let target: ScriptedTarget
        var tokens: [Token] = []
        var tree = TokenTree(root: 0)

        mutating func append(_ tokens: [Token]) -> (scores: TreeScores, features: (any TargetFeatures)?) {
            self.tokens += tokens
            let logits = target.row(after: tokens[tokens.count - 1])
            return (TreeScores(logits: logits, vocabularySize: target.vocabularySize), nil)
        }

        mutating func score(_ tree: TokenTree) throws -> TreeScores {
            self.tree = tree
            if let failing = target.failingLength, tokens.count >= failing { throw Failure() }
            let logits = (0..<tree.count).flatMap { node in
                let length = tokens.count + tree.depths[node] + 1
                return target.row(after: tree.tokens[node], isFaulty: tree.count > 1 && length == target.faultyLength)
            }
            return TreeScores(logits: logits, vocabularySize: target.vocabularySize)
        }

        mutating func rewind(to count: Int) { tokens.removeLast(tokens.count - count) }

        mutating func keep(_ path: [Int]) -> (any TargetFeatures)? {
            tokens += path.map { tree.tokens[$0] }
            return nil
        }
    }
}

/// Proposes the script's continuation, or a wrong one below every node whose token is a multiple of `wrongEvery`.
struct ScriptedDraft: DraftPolicy, DraftSession {
    var wrongEvery = 1_000
    var features: FeatureRequest? { nil }

    func begin(_ beginning: DraftBeginning) -> any DraftSession { self }

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) -> Candidates {
        var candidates = Candidates()
        for node in frontier.nodes {
            let token = tree.tokens[node]
            let step = token.isMultiple(of: wrongEvery) && token > 0 ? 7 : 1
            candidates.append((token + step) % 32, after: node, logProbability: -0.1)
        }
        return candidates
    }

    mutating func commit(_ commitment: Commitment) {}

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {}
}

/// A chain of three.
struct ScriptedChain: TreeBuilder {
    let traits = TreeTraits(draws: DrawMode.deterministic, needsProbabilities: false, maximumDepth: 3, maximumNodes: 3)

    mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        tree.deepest < 3 ? Frontier([tree.count - 1], width: 1) : nil
    }
}

/// Draws from the target and descends where a child holds the token.
struct ScriptedVerifier: Verifier {
    let traits = VerifierTraits(guarantee: .exact, draws: DrawMode.deterministic)

    func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        var node = 0
        while true {
            let token = sampling.draw(from: scores.row(node), using: &chance)
            guard let child = tree.child(of: node, holding: token) else {
                return Verdict(lastAccepted: node, bonus: token)
            }
            node = child
        }
    }
}

/// Numbers in words of a conversation become tokens; an answer is its numbers.
struct ScriptedCodec: ConversationCodec {
    /// Hears every conversation that becomes tokens.
    var listener: ([ChatMessage]) -> Void = { _ in }

    func tokens(_ messages: [ChatMessage]) -> [Token] {
        listener(messages)
        return messages.flatMap { $0.content.split(separator: " ").compactMap { Int($0) } }
    }

    func text(_ tokens: [Token]) -> String { tokens.map { "\($0)" }.joined(separator: " ") }
}

/// Entries and prompts over the script.
enum Script {
    static func entry(
        _ name: String, drafting draft: ScriptedDraft? = nil, target: ScriptedTarget = ScriptedTarget(),
        guarantee: Guarantee = .exact, temperature: Double = 0
    ) -> ComparisonEntry {
        let engine = DecodingEngine(
            target: target, draft: draft, builder: draft == nil ? nil : ScriptedChain(), verifier: ScriptedVerifier())
        return ComparisonEntry(
            name: name, guarantee: guarantee, engine: engine,
            rules: DecodingRules(
                sampling: SamplingRule(temperature: temperature),
                limits: DecodingLimits(maximumNewTokens: 9, stopTokens: [])),
            seed: 7, resolved: ["draft": name])
    }

    static func comparison(
        _ entries: [ComparisonEntry], turns: [[String]] = [["1"], ["5"], ["9"]], maximumNewTokens: Int = 9
    ) -> Comparison {
        var entries = entries
        for place in entries.indices { entries[place].rules.limits.maximumNewTokens = maximumNewTokens }
        let prompts = turns.enumerated().map { Prompt(id: "p\($0 + 1)", turns: $1) }
        return Comparison(
            entries: entries, workload: Workload(name: "script", prompts: prompts), codec: ScriptedCodec(),
            plainEntry: { rules in
                var plain = entry("plain-\(rules.sampling.temperature)", temperature: rules.sampling.temperature)
                plain.rules = rules
                return plain
            },
            plainLogits: { tokens in ScriptedTarget().row(after: tokens[tokens.count - 1]) })
    }
}
