import Foundation
import ModelTestKit
import Synchronization
import Testing

/// A named pipe that a test writes into while a command reads from it.
final class NamedPipe: Sendable {
    /// Where it lies.
    let url: URL

    private let writer = Mutex<FileHandle?>(nil)
    private let isOpen = DispatchSemaphore(value: 0)

    /// Makes a pipe.
    ///
    /// - Parameters:
    ///   - name: Its name in a folder.
    ///   - folder: The folder.
    ///   - text: Written as soon as somebody reads, and the pipe is closed then; nil leaves it open for ``write(_:)``.
    /// - Throws: If it cannot be made.
    init(_ name: String, in folder: TemporaryFolder, holding text: String? = nil) throws {
        url = folder.file(name)
        try #require(mkfifo(url.path, 0o600) == 0)
        // Opening waits for a reader.
        Thread.detachNewThread { [self] in
            writer.withLock { $0 = FileHandle(forWritingAtPath: url.path) }
            if let text {
                write(text)
                close()
            }
            isOpen.signal()
        }
    }

    /// Waits until a reader is there.
    func waitForReader() { isOpen.wait() }

    /// Writes text; whether anybody reads it is theirs to say.
    func write(_ text: String) { writer.withLock { try? $0?.write(contentsOf: Data(text.utf8)) } }

    /// Ends the text.
    func close() { writer.withLock { try? $0?.close() } }
}
