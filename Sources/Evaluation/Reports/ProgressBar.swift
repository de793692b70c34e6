import Files
import Foundation

/// Tells how far a run has come: by a line at the bottom of a terminal, drawn anew each time; by a line now and then where
/// standard error is none, as in a log that somebody follows.
public final class ProgressBar {
    /// How progress is shown.
    package enum Manner: Sendable {
        /// A line that is drawn over.
        case terminal
        /// A line now and then.
        case log
        /// Not at all.
        case silent
    }

    private let manner: Manner
    private let now: () -> Double
    private let write: (String) -> Void
    private let start: Double

    /// When the next line is due where there is no terminal.
    private var nextLine: Double

    private static let barWidth = 24

    /// Short runs stay silent; then a log gets two lines a minute at most.
    private static let (secondsToFirstLine, secondsBetweenLines) = (10.0, 30.0)

    /// Whoever wants nothing but faults on standard error, as jobs whose every line is mailed, sets this to `no`.
    package static let variable = "ESPALIER_PROGRESS"

    /// Makes a bar on standard error.
    public convenience init() {
        let begin = ContinuousClock.now
        let isWanted = ProcessInfo.processInfo.environment[Self.variable] != "no"
        self.init(
            isatty(STDERR_FILENO) == 1 ? .terminal : isWanted ? .log : .silent,
            now: { (ContinuousClock.now - begin) / .seconds(1) },
            write: { text in try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) })
    }

    /// Makes a bar that writes elsewhere.
    ///
    /// - Parameters:
    ///   - manner: How progress is shown.
    ///   - now: The time in seconds.
    ///   - write: Takes what is to be shown.
    package init(_ manner: Manner, now: @escaping () -> Double, write: @escaping (String) -> Void) {
        self.manner = manner
        self.now = now
        self.write = write
        start = now()
        nextLine = start + Self.secondsToFirstLine
    }

    /// Draws the line anew, over the one before; without a terminal writes one if it is time.
    public func draw(_ progress: RunProgress) {
        let time = now()
        switch manner {
        case .terminal:
            // Carriage return, the line, and "erase to the end of the line" for what a longer one left.
            write("\r\(Self.line(for: progress, elapsedSeconds: time - start))\u{1B}[K")
        case .log where time >= nextLine:
            nextLine = time + Self.secondsBetweenLines
            write(Self.figures(for: progress, elapsedSeconds: time - start) + "\n")
        case .log, .silent: break
        }
    }

    /// Draws the line of a comparison.
    public func draw(_ progress: ComparisonProgress) { draw(RunProgress(progress)) }

    /// Wipes the line, so that what is printed next starts clean.
    public func clear() {
        if manner == .terminal { write("\r\u{1B}[K") }
    }

    /// The line's text: bar, per cent, label, rate, time left; under 80 columns so that it never wraps.
    package static func line(for progress: RunProgress, elapsedSeconds: Double) -> String {
        let filled = Int(share(of: progress) * Double(barWidth))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
        return String("\(bar) \(figures(for: progress, elapsedSeconds: elapsedSeconds))".prefix(79))
    }

    /// The line's text for a comparison.
    package static func line(for progress: ComparisonProgress, elapsedSeconds: Double) -> String {
        line(for: RunProgress(progress), elapsedSeconds: elapsedSeconds)
    }

    /// What stands beside the bar.
    private static func figures(for progress: RunProgress, elapsedSeconds: Double) -> String {
        var parts = [share(of: progress).percent]
        if let label = progress.label { parts.append(String(SpelledText.visible(label).prefix(20))) }
        if let rate = progress.rate { parts.append("\(rate.formatted(decimals: 0)) \(progress.unit)/s") }
        let doneNow = progress.done - progress.doneBefore
        if doneNow > 0, progress.done < progress.total {
            let left =
                (progress.secondsOfDone ?? elapsedSeconds) * Double(progress.total - progress.done) / Double(doneNow)
            parts.append("\(duration(left)) left")
        }
        return parts.joined(separator: "  ")
    }

    private static func share(of progress: RunProgress) -> Double {
        progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded(.up))
        let clock = [whole / 3600, whole / 60 % 60, whole % 60]
        if clock[0] > 0 { return "\(clock[0]) h \(clock[1]) min" }
        return clock[1] > 0 ? "\(clock[1]) min \(clock[2]) s" : "\(clock[2]) s"
    }
}
