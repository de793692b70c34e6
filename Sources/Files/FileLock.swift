package import Foundation

/// An exclusive lock on a file, held until the last copy is gone or the process ends, however it ends.
package final class FileLock: Sendable {
    /// The locked file, open for reading and writing.
    package let handle: FileHandle

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - path: The file, which is made where there is none.
    ///   - followingLinks: Whether the file may be a link.
    ///   - busy: What to throw when another process holds it.
    /// - Throws: ``FileWritingError`` if the file cannot be opened.
    package init(_ path: String, followingLinks: Bool = true, busy: () -> any Error) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW), 0o644)
        guard descriptor >= 0 else {
            throw FileWritingError(file: path, cause: SystemCause(errorNumber: errno).description)
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw busy() }
    }
}
