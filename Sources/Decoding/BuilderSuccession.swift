import Speculation
import Synchronization

/// The builder that the next sequence of an engine begins with: as the strategy made it, or as it came out of the
/// sequence that ended last.
///
/// It is touched twice a sequence, when one begins and when it ends. Losing what a builder has learned costs a little
/// time and never changes output.
final class BuilderSuccession: Sendable {
    private let state: Mutex<(any TreeBuilder)?>

    /// Starts with a builder that knows nothing; nil for plain decoding.
    init(_ builder: (any TreeBuilder)?) {
        state = Mutex(builder)
    }

    /// What the next sequence begins with.
    var latest: (any TreeBuilder)? { state.withLock { $0 } }

    /// Takes over the builder of a sequence that has ended, if its memory is meant for later ones.
    func handOn(_ builder: (any TreeBuilder)?) {
        guard let builder, builder.traits.remembersSequences else { return }
        state.withLock { $0 = builder }
    }
}
