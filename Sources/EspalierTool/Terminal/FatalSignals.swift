import Foundation

/// Signals that would end the process without a word.
enum FatalSignals {
    /// The exit status after an error, as for those that are thrown.
    private static let status: Int32 = 1

    /// Explains them, or lets the system's call fail in their place.
    static func explain() {
        // A file that grows beyond the limit for files is then an error that names it.
        signal(SIGXFSZ, SIG_IGN)
        // Weights are read where they are mapped. Whoever truncates the file takes the memory away under the kernels, and
        // nothing but a signal tells; replacing the file by another does no harm.
        signal(SIGBUS) { _ in
            let sentence: StaticString =
                "Error: a model's file was truncated while it was read; replace files in one step instead\n"
            _ = Foundation.write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
            _exit(FatalSignals.status)
        }
    }
}
