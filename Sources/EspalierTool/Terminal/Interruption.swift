import Foundation
import Synchronization

/// Remembers that the user pressed Ctrl-C, or that whoever started the command asked it to end, so that a long run can stop
/// where it is safe.
///
/// `timeout`, batch systems, containers and services end a program with SIGTERM: it is heeded as Ctrl-C is. The second signal
/// ends the process at once, as without this.
enum Interruption {
    /// The signals that are listened to: Ctrl-C, and the request to end.
    private static let signals = [SIGINT, SIGTERM]

    /// The signal that came; 0 for none.
    private static let received = Atomic<Int32>(0)

    /// The exit status of a command that was stopped: 128 and the signal's number, 130 for Ctrl-C and 143 for SIGTERM.
    static var exitStatus: Int32 { 128 + (isRequested ? received.load(ordering: .relaxed) : SIGINT) }

    /// Begins to listen; what came before is forgotten.
    static func listen() {
        received.store(0, ordering: .relaxed)
        for number in signals {
            signal(number) { number in
                Interruption.received.store(number, ordering: .relaxed)
                signal(SIGINT, SIG_DFL)
                signal(SIGTERM, SIG_DFL)
            }
        }
        unblock()
    }

    /// Lets the signals through: a parent that starts processes from a thread of its own may leave them blocked for them.
    static func unblock() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Listens no more: the next signal ends the process.
    static func stopListening() {
        for number in signals { signal(number, SIG_DFL) }
    }

    /// Whether a signal has come.
    static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

    /// Whether the command shall end; Ctrl-C alone may mean less than that, as in a conversation.
    static var endsCommand: Bool { received.load(ordering: .relaxed) == SIGTERM }
}
