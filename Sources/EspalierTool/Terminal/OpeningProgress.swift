import Evaluation
import Foundation

/// Tells on a terminal how much of a model has been read, where that takes longer than a moment.
final class OpeningProgress {
    private let bar = ProgressBar()
    private var start = ContinuousClock.now
    private var isShown = false

    /// How long opening stays silent.
    private static let moment = Duration.seconds(1)

    /// Shows how far it has come; when all is read, wipes the line.
    ///
    /// - Parameters:
    ///   - done: Bytes that have been taken.
    ///   - total: All of them.
    func show(_ done: Int, of total: Int) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        if done >= total {
            if isShown { bar.clear() }
            (start, isShown) = (.now, false)
        } else if .now - start > Self.moment {
            isShown = true
            bar.draw(RunProgress(done: done >> 20, total: max(total >> 20, 1), label: "reading the model"))
        }
    }
}
