public import Decoding
public import LanguageModels
import Speculation
import Tensors

/// Plain decoding of many texts at once: every step is one pass of the target that gives each text a token.
///
/// Each text is what ``/Decoding/DecodingLoop`` makes of its request without a draft, to the token: the passes give the
/// same logits, and chance is the request's own. Texts may be added at any time, so that one that ends early leaves
/// its place to the next.
public struct BatchedGeneration {
    private struct Text {
        let number: Int
        let sampling: SamplingRule
        var random: SeededRandom
        var answer: GrowingAnswer
    }

    private let target: TransformerTarget
    private var texts: [Text] = []

    /// The sequences of the texts, and the tree of each, which is the text's last token alone.
    private var sessions: [any TargetSession] = []
    private var trees: [TokenTree] = []

    private var finished: [(number: Int, text: GeneratedText)] = []

    /// The tokens generated so far, of all texts.
    public private(set) var tokenCount = 0

    /// Makes a generator without texts.
    ///
    /// - Parameter model: The target.
    /// - Throws: What opening a session of the model throws.
    public init(_ model: Transformer) throws {
        target = TransformerTarget(model)
    }

    /// How many texts are growing.
    public var count: Int { texts.count }

    /// Adds a text: reads its prompt and draws its first token.
    ///
    /// - Parameters:
    ///   - request: What to continue.
    ///   - number: Names the text among those that grow.
    /// - Throws: ``/Decoding/DecodingError`` for a prompt that does not fit; what the model throws.
    public mutating func add(_ request: DecodingRequest, number: Int) throws {
        try request.check(for: target)
        var session = try target.begin(providing: nil)
        let scores = try session.append(request.prompt).scores
        sessions.append(session)
        trees.append(TokenTree(root: 0))
        texts.append(
            Text(
                number: number, sampling: request.rules.sampling, random: request.random,
                answer: GrowingAnswer(to: request, by: target)))
        extend(texts.count - 1, by: scores.row(0))
        retire()
    }

    /// Gives every text its next token.
    ///
    /// - Throws: What the model throws.
    public mutating func step() throws {
        for (place, text) in texts.enumerated() {
            // Every text has a token: it got its first when it was added.
            if let token = text.answer.tokens.last { trees[place].restart(root: token) }
        }
        for (place, scores) in target.score(trees, in: &sessions).enumerated() {
            extend(place, by: try scores.get().row(0))
            _ = try sessions[place].keep([0])
        }
        retire()
    }

    /// Hands out the texts that have ended since the last call.
    ///
    /// - Returns: The texts by the numbers under which they were added, in the order in which they ended.
    public mutating func takeFinished() -> [(number: Int, text: GeneratedText)] {
        defer { finished = [] }
        return finished
    }

    private mutating func extend(_ place: Int, by logits: ArraySlice<Float>) {
        let scores = TreeScores(logits: logits, vocabularySize: logits.count)
        let row = texts[place].answer.adjust(scores).row(0)
        texts[place].answer.append(texts[place].sampling.draw(from: row, using: &texts[place].random))
        tokenCount += 1
    }

    private mutating func retire() {
        for place in texts.indices.reversed() {
            guard let finish = texts[place].answer.finish else { continue }
            finished.append((texts[place].number, GeneratedText(tokens: texts[place].answer.tokens, finish: finish)))
            texts.remove(at: place)
            sessions.remove(at: place)
            trees.remove(at: place)
        }
    }
}
