public import Decoding
import Speculation

/// Decoding of many texts at once: every step is one pass of the target that scores a tree of each text.
///
/// Each text is what ``/Decoding/DecodingLoop`` makes of its request alone, to the token: the passes give the same logits, and
/// chance is the request's own. Texts may be added at any time, so that one that ends early leaves its place to the next.
public struct BatchedGeneration {
    private let engine: DecodingEngine
    private var batch: DecodingBatch

    /// Makes a generator without texts.
    ///
    /// - Parameter engine: The target, and how texts are decoded; each is drawn by its request's own rule.
    public init(_ engine: DecodingEngine) {
        self.engine = engine
        batch = DecodingBatch(of: engine.target)
    }

    /// How many texts are growing.
    public var count: Int { batch.count }

    /// The tokens generated so far, of all texts.
    public private(set) var tokenCount = 0

    /// Adds a text: reads its prompt and draws its first token.
    ///
    /// - Parameters:
    ///   - request: What to continue.
    ///   - number: Names the text among those that grow.
    /// - Throws: ``/Decoding/DecodingError`` for a prompt that does not fit; what the model throws.
    public mutating func add(_ request: DecodingRequest, number: Int) throws {
        // A verifier that promises nothing at this temperature does not draw from the target.
        let isExact = request.rules.sampling.isGreedy || engine.verifier.traits.guarantee == .exact
        let loop = try DecodingLoop(isExact ? engine : DecodingEngine(plainly: engine.target), request)
        tokenCount += 1
        batch.add(loop, number: number)
    }

    /// Runs a round of every text.
    public mutating func step() {
        var emitted = 0
        batch.step { _, record in emitted += record.emitted }
        tokenCount += emitted
    }

    /// Hands out the texts that have ended since the last call.
    ///
    /// - Returns: The texts by the numbers under which they were added, in the order in which they ended.
    /// - Throws: What the model threw, if a text could not go on.
    public mutating func takeFinished() throws -> [(number: Int, text: GeneratedText)] {
        try batch.takeEnded().compactMap { ended in
            let loop = try ended.result.get()
            return loop.finish.map { (ended.number, GeneratedText(tokens: loop.emitted, finish: $0)) }
        }
    }
}
