import Foundation

/// A file on its way to a name: written under another, on the disk, then renamed.
///
/// It is locked while it is written, so that what a killed process left can be told from what another is at work on.
struct FileDraft {
    private let url: URL
    private let handle: FileHandle

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - destination: The name that it will take, in the same folder.
    ///   - permissions: Those that it gets; nil for the usual ones.
    /// - Throws: The system's error.
    init(of destination: URL, permissions: mode_t? = nil) throws {
        Self.clear(destination.deletingLastPathComponent(), draftsOf: destination.lastPathComponent)
        url = destination.deletingLastPathComponent().appendingPathComponent(
            DraftName.fresh(for: destination.lastPathComponent))
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.systemError() }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Where locks are not to be had, nobody clears drafts either.
        flock(descriptor, LOCK_EX | LOCK_NB)
        if let permissions, fchmod(descriptor, permissions) != 0 { throw Self.systemError() }
    }

    /// Writes the content, waits until the disk has it, and takes the name; nothing is left if that fails.
    func become(_ destination: URL, content: Data) throws {
        do {
            try handle.write(contentsOf: content)
            try handle.synchronize()
            guard rename(url.path, destination.path) == 0 else { throw Self.systemError() }
        } catch {
            discard()
            throw error
        }
    }

    /// Gives the file up.
    func discard() { unlink(url.path) }

    /// Removes what killed processes left in a folder; what cannot be removed stays.
    ///
    /// - Parameters:
    ///   - folder: The folder; links in it are not followed.
    ///   - name: The name that the drafts were to take; nil for any.
    static func clear(_ folder: URL, draftsOf name: String?) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for draft in names where DraftName.isDraft(draft, of: name) {
            let path = folder.appendingPathComponent(draft).path
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                flock(descriptor, LOCK_EX | LOCK_NB) == 0
            else { continue }
            unlink(path)
        }
    }

    private static func systemError() -> NSError { NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
}
