/// What a tokenizer's file may spend on one text: time for its expressions, and length of what its rules make of the text.
///
/// Expressions come from the file and texts from anywhere. Some pairs of them keep an engine that backtracks busy for longer
/// than anybody waits; and rules that each write a character as several make a text of any length, one after the other. What
/// takes far more than ordinary rules do is given up with an error.
package struct RewritingBudget: Sendable {
    /// The file for messages.
    private let file: String

    /// When the time is over.
    private let end: SuspendingClock.Instant

    /// The most bytes that the text may become.
    private let mostBytes: Int

    /// How much longer a text may become, beyond what any text may: ordinary rules write a character as three bytes.
    private static let (growth, anyText) = (64, 1 << 16)

    /// Whether the time is over.
    var isOver: Bool { SuspendingClock.now >= end }

    /// Gives a text its budget: ordinary expressions take a tenth of a microsecond a character.
    ///
    /// - Parameters:
    ///   - length: How long the text is, in characters.
    ///   - file: The tokenizer's file for messages.
    init(length: Int, file: String) {
        self.init(
            for: .seconds(5) + .microseconds(5) * Double(length), mostBytes: Self.anyText + Self.growth * length,
            file: file)
    }

    /// Gives so much time from now on, and length as for a token's text.
    package init(for duration: Duration) { self.init(for: duration, mostBytes: Self.anyText, file: "") }

    private init(for duration: Duration, mostBytes: Int, file: String) {
        self.file = file
        self.mostBytes = mostBytes
        end = SuspendingClock.now.advanced(by: duration)
    }

    /// Makes sure that rules may make a text so long, before they do where that is much.
    ///
    /// - Parameter bytes: How long it becomes, in bytes.
    /// - Throws: ``TokenizerError`` if it is far too long.
    func admit(_ bytes: Int) throws(TokenizerError) {
        guard bytes > mostBytes else { return }
        throw TokenizerError(
            file: file,
            reason: "its rules make a text of \(bytes) bytes or more out of one that should become \(mostBytes) at most"
        )
    }
}
