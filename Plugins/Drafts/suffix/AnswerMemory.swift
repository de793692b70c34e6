package import Speculation
import Synchronization

/// The texts of earlier sequences, for all that come after them: the newest, as many as there is room for.
///
/// What it holds decides how much is accepted and never what is emitted, so that sequences decoded at the same time may leave
/// their texts in any order.
package final class AnswerMemory: Sendable {
    private struct State {
        var counts: SuffixCounts
        var texts: [[Token]] = []
        var size = 0

        /// How often the counts were made anew, which changes where runs stand.
        var generation = 0
    }

    private let capacity: Int
    private let state: Mutex<State>

    package init(longest: Int, capacity: Int) {
        self.capacity = capacity
        state = Mutex(State(counts: SuffixCounts(longest: longest)))
    }

    /// Looks at what is remembered; places that were found hold for as long as the generation is the same.
    package func read<Result>(_ look: (SuffixCounts, _ generation: Int) -> Result) -> Result {
        state.withLock { look($0.counts, $0.generation) }
    }

    /// Remembers a text; where there is no room for more, forgets the oldest, a quarter of all at once.
    package func add(_ text: [Token]) {
        let text = Array(text.suffix(capacity))
        guard !text.isEmpty else { return }
        state.withLock { state in
            state.texts.append(text)
            state.size += text.count
            guard state.size > capacity else { return Self.count(text, in: &state.counts) }
            while state.size > capacity - capacity / 4, state.texts.count > 1 {
                state.size -= state.texts.removeFirst().count
            }
            state.counts = SuffixCounts(longest: state.counts.longest)
            state.generation += 1
            for text in state.texts { Self.count(text, in: &state.counts) }
        }
    }

    private static func count(_ text: [Token], in counts: inout SuffixCounts) {
        for token in text { counts.append(token) }
        counts.endText()
    }
}
