public import Foundation

/// Writes files so that a reader never sees half of one.
///
/// The content goes to a new file in the same folder, which then takes the name: what had the name before stays whole
/// until that moment. A link is followed, not replaced. What is no regular file (a pipe, a terminal) cannot be replaced
/// and is written directly, and so are the names of files that are open already,
/// such as `/dev/stdout`: whoever opened them holds the old file and would never see the new one. The path `-` is standard
/// output.
public enum AtomicFile {
    /// The path that stands for standard output; a file of this name is `./-`.
    public static let standardOutput = "-"

    /// Writes a file, or leaves what was there untouched.
    ///
    /// - Parameters:
    ///   - data: The whole content.
    ///   - path: The file; its folder must exist.
    ///   - followingLinks: False for files of a folder that is ours alone: a link or a pipe there leads out of it, and is
    ///     replaced instead.
    /// - Throws: ``FileWritingError``, which names the file and the cause.
    public static func write(
        _ data: Data, to path: String, followingLinks: Bool = true
    ) throws(FileWritingError) {
        if path == standardOutput {
            do {
                return try FileHandle.standardOutput.write(contentsOf: data)
            } catch {
                throw FileWritingError(file: "standard output", cause: SystemCause(of: error).description)
            }
        }
        let url = URL(fileURLWithPath: path)
        let status = status(of: path, followingLinks: followingLinks)
        let permissions = status.map { $0.st_mode & 0o7777 }
        do {
            switch status.map({ $0.st_mode & S_IFMT }) {
            case S_IFDIR?: throw NSError(domain: NSPOSIXErrorDomain, code: Int(EISDIR))
            case let kind where !followingLinks:
                try FileDraft(of: url, permissions: kind == S_IFREG ? permissions : nil).become(url, content: data)
            case let kind where (kind ?? S_IFREG) == S_IFREG && !namesOpenFile(path):
                let file = url.resolvingSymlinksInPath()
                try FileDraft(of: file, permissions: permissions).become(file, content: data)
            default: try data.write(to: url)
            }
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
    }

    /// Writes text as UTF-8, or leaves what was there untouched.
    public static func write(_ text: String, to path: String, followingLinks: Bool = true) throws(FileWritingError) {
        try write(Data(text.utf8), to: path, followingLinks: followingLinks)
    }

    /// Removes what killed processes left in a folder that is ours alone, of whatever file it was to be.
    ///
    /// What another process is writing stays, and so does what cannot be removed. Writing a file clears what was left of it.
    ///
    /// - Parameter folder: The folder's path.
    public static func clearLeftovers(in folder: String) {
        FileDraft.clear(URL(fileURLWithPath: folder, isDirectory: true), draftsOf: nil)
    }

    /// What stands at a path; nil for nothing.
    private static func status(of path: String, followingLinks: Bool) -> stat? {
        var status = stat()
        // FileManager's attributes do not follow links.
        return (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 ? status : nil
    }

    /// Makes sure that a file can be written, before the work whose result it shall hold; changes nothing.
    ///
    /// The disk may still fill up, or the folder vanish, in the meantime.
    ///
    /// - Parameter path: The file; its folder must exist.
    /// - Throws: ``FileWritingError``, as writing would.
    public static func checkWritable(_ path: String) throws(FileWritingError) {
        if path == standardOutput { return }
        var status = stat()
        let kind = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        if kind == S_IFDIR { throw FileWritingError(file: path, cause: SystemCause(errorNumber: EISDIR).description) }
        if kind != S_IFREG || namesOpenFile(path) {
            guard access(path, W_OK) != 0 else { return }
            throw FileWritingError(file: path, cause: SystemCause(errorNumber: errno).description)
        }
        do {
            try FileDraft(of: URL(fileURLWithPath: path).resolvingSymlinksInPath()).discard()
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
    }

    /// Whether a path is no file on disk, which could be replaced: standard output, a pipe, a terminal, an open file.
    package static func isStream(_ path: String) -> Bool {
        if path == standardOutput || namesOpenFile(path) { return true }
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    private static func namesOpenFile(_ path: String) -> Bool {
        ["/dev/stdout", "/dev/stderr"].contains(path) || ["/dev/fd/", "/proc/"].contains { path.hasPrefix($0) }
    }
}
