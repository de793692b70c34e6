import Foundation
import Synchronization

/// Remembers that the user pressed Ctrl-C, so that a long run can stop where it is safe.
///
/// The second Ctrl-C ends the process at once, as without this.
enum Interruption {
    /// The exit status of a command that the user stopped: 128 + SIGINT.
    static let exitStatus: Int32 = 130

    private static let happened = Atomic(false)

    /// Begins to listen.
    static func listen() {
        _ = happened.load(ordering: .relaxed)
        signal(SIGINT) { _ in
            Interruption.happened.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        // A parent that starts processes from a thread of its own may leave the signal blocked for them.
        var interrupt = sigset_t()
        sigemptyset(&interrupt)
        sigaddset(&interrupt, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &interrupt, nil)
    }

    /// Whether Ctrl-C has been pressed.
    static var isRequested: Bool { happened.load(ordering: .relaxed) }
}
