import Autograd
import Ranks

/// What the sequences of a batch have come to, added up in their order: of all of them, or of those up to some rank's last.
struct BatchShare {
    /// The sum of the sequences' gradients; nil before the first.
    private(set) var gradients: NamedMatrices<Float>?

    /// Each sequence's loss terms.
    private(set) var terms: [[(name: String, value: Double)]] = []

    /// What was spent on them.
    private(set) var spent = ComputeCount()

    /// How many tokens they have.
    private(set) var tokens = 0

    /// Moves the gradients out, so that they can be changed without a copy.
    mutating func takeGradients() -> NamedMatrices<Float>? {
        defer { gradients = nil }
        return gradients
    }

    /// Nothing yet.
    init() {}

    /// Adds sequences to those before them.
    init(adding parts: [SequenceGradient], to before: BatchShare) {
        self = before
        for part in parts { add(part) }
    }

    private mutating func add(_ part: SequenceGradient) {
        if gradients == nil { gradients = part.gradients } else { gradients?.add(part.gradients) }
        terms.append(part.terms)
        spent += part.spent
        tokens += part.tokens
    }

    /// What goes with the gradients in a message between ranks, numbers as bits: a loss may be no number.
    private struct Note: Codable {
        var failure: Failure?
        var names: [[String]] = []
        var values: [[UInt64]] = []
        var spent = ComputeCount()
        var tokens = 0
    }

    /// Why a rank's share is missing.
    private struct Failure: Codable {
        let rank: Int
        let message: String
    }

    /// Sends a share to another rank, or why there is none.
    static func send(_ share: Result<BatchShare, any Error>, to rank: Int, in ranks: RankGroup) throws {
        var note = Note()
        switch share {
        case .success(let share):
            note.names = share.terms.map { $0.map(\.name) }
            note.values = share.terms.map { $0.map(\.value.bitPattern) }
            note.spent = share.spent
            note.tokens = share.tokens
        case .failure(RankError.failed(let rank, let message)): note.failure = Failure(rank: rank, message: message)
        case .failure(let error): note.failure = Failure(rank: ranks.rank, message: "\(error)")
        }
        try ranks.send(message: note, to: rank)
        guard case .success(let share) = share, let gradients = share.gradients else { return }
        for matrix in gradients.matrices { try ranks.send(matrix.values, to: rank) }
    }

    /// Receives the share that ends with another rank's.
    ///
    /// - Parameters:
    ///   - rank: The other rank.
    ///   - parameters: Whose shapes the gradients have.
    ///   - ranks: All ranks.
    /// - Returns: The sum of all sequences up to that rank's.
    /// - Throws: `RankError` if that rank or one before it has none.
    static func received(
        from rank: Int, like parameters: NamedMatrices<Float>, in ranks: RankGroup
    ) throws -> BatchShare {
        let note = try ranks.message(Note.self, from: rank)
        if let failure = note.failure { throw RankError.failed(rank: failure.rank, message: failure.message) }
        var share = BatchShare()
        share.terms = zip(note.names, note.values).map { names, values in
            zip(names, values).map { ($0, Double(bitPattern: $1)) }
        }
        share.spent = note.spent
        share.tokens = note.tokens
        share.gradients = try parameters.replaced { try ranks.receive(into: &$0, from: rank) }
        return share
    }
}
