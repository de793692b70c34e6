import Files
import Foundation

/// One line at the bottom of a terminal that tells how far a run has come; silent where standard error is no terminal.
public struct ProgressBar {
    private let isDrawn: Bool
    private let write: (String) -> Void
    private let start = ContinuousClock.now
    private static let barWidth = 24

    /// Makes a bar on standard error.
    public init() {
        self.init(isDrawn: isatty(STDERR_FILENO) == 1) { text in
            try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
        }
    }

    /// Makes a bar that writes elsewhere.
    package init(isDrawn: Bool, write: @escaping (String) -> Void) {
        self.isDrawn = isDrawn
        self.write = write
    }

    /// Draws the line anew, over the one before.
    public func draw(_ progress: RunProgress) {
        guard isDrawn else { return }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        // Carriage return, the line, and "erase to the end of the line" for what a longer one left.
        write("\r\(Self.line(for: progress, elapsedSeconds: elapsed))\u{1B}[K")
    }

    /// Draws the line of a comparison.
    public func draw(_ progress: ComparisonProgress) { draw(RunProgress(progress)) }

    /// Wipes the line, so that what is printed next starts clean.
    public func clear() {
        guard isDrawn else { return }
        write("\r\u{1B}[K")
    }

    /// The line's text: bar, per cent, label, rate, time left; under 80 columns so that it never wraps.
    package static func line(for progress: RunProgress, elapsedSeconds: Double) -> String {
        let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
        let filled = Int(share * Double(barWidth))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
        var parts = ["\(bar) \(share.percent)"]
        if let label = progress.label { parts.append(String(SpelledText.visible(label).prefix(20))) }
        if let rate = progress.rate { parts.append("\(rate.formatted(decimals: 0)) \(progress.unit)/s") }
        let doneNow = progress.done - progress.doneBefore
        if doneNow > 0, progress.done < progress.total {
            let left = elapsedSeconds * Double(progress.total - progress.done) / Double(doneNow)
            parts.append("\(duration(left)) left")
        }
        return String(parts.joined(separator: "  ").prefix(79))
    }

    /// The line's text for a comparison.
    package static func line(for progress: ComparisonProgress, elapsedSeconds: Double) -> String {
        line(for: RunProgress(progress), elapsedSeconds: elapsedSeconds)
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded(.up))
        let clock = [whole / 3600, whole / 60 % 60, whole % 60]
        if clock[0] > 0 { return "\(clock[0]) h \(clock[1]) min" }
        return clock[1] > 0 ? "\(clock[1]) min \(clock[2]) s" : "\(clock[2]) s"
    }
}
