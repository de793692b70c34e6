package import Foundation

/// A file that a user names, read whole: a file on disk, a pipe, a named pipe, or standard input.
///
/// Foundation's own way of reading a file refuses what is no regular file; a program that takes another's output by
/// `/dev/stdin`, `<(command)` or `-` needs it. What comes from a pipe is gone once it is read, so that a path is to be
/// read once.
package enum InputFile {
    /// The path that stands for standard input; a file of this name is `./-`.
    package static let standardInput = "-"

    /// What messages call a path.
    package static func name(of path: String) -> String { path == standardInput ? "standard input" : path }

    /// All bytes of a file.
    ///
    /// - Parameter path: The file, or ``standardInput``.
    /// - Returns: Its content.
    /// - Throws: An error of the system's, which `SystemCause` puts into words.
    package static func bytes(of path: String) throws -> Data {
        if let descriptor = openDescriptor(path) { return try bytes(of: descriptor) }
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw fault }
        defer { close(descriptor) }
        return try bytes(of: descriptor)
    }

    /// The descriptor that a path names, if it names one.
    ///
    /// To open `/dev/stdin` anew would wait for another writer where it is a named pipe.
    private static func openDescriptor(_ path: String) -> Int32? {
        if path == standardInput || path == "/dev/stdin" { return STDIN_FILENO }
        let folder = "/dev/fd/"
        return path.hasPrefix(folder) ? Int32(path.dropFirst(folder.count)) : nil
    }

    private static func bytes(of descriptor: Int32) throws -> Data {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault }
        var content = Data(capacity: status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0)
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count == 0 { return content }
            if count > 0 {
                content.append(contentsOf: piece[..<count])
            } else if errno != EINTR {
                throw fault
            }
        }
    }

    private static var fault: NSError { NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
}
