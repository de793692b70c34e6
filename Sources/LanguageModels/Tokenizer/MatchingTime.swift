/// The time that the expressions of a tokenizer's file have for one text, all of them together.
///
/// Expressions come from the file and texts from anywhere. Some pairs of them keep an engine that backtracks busy for longer
/// than anybody waits, so what takes far more time than ordinary expressions do is given up with an error.
package struct MatchingTime: Sendable {
    /// When it is over.
    private let end: SuspendingClock.Instant

    /// Whether it is over.
    var isOver: Bool { SuspendingClock.now >= end }

    /// Gives a text its time: ordinary expressions take a tenth of a microsecond a character.
    ///
    /// - Parameter length: How long the text is, in characters.
    init(length: Int) {
        self.init(for: .seconds(5) + .microseconds(5) * Double(length))
    }

    /// Gives so much time from now on.
    package init(for duration: Duration) { end = SuspendingClock.now.advanced(by: duration) }
}
