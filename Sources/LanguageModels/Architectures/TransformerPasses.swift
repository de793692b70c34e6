import Synchronization

/// The passes that a model's sequences take turns with: no more than run at the same time.
final class TransformerPasses: Sendable {
    private let idle = Mutex<[TransformerPass]>([])

    /// One that nobody uses; a new one if there is none.
    func take(for model: Transformer) -> TransformerPass {
        idle.withLock { $0.popLast() } ?? TransformerPass(model)
    }

    /// Gives one back.
    func give(_ pass: TransformerPass) {
        idle.withLock { $0.append(pass) }
    }
}
