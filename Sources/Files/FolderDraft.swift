import Foundation

/// A folder on its way to a name: written under another beside the place, then put there.
///
/// It is locked while it is written, so that what a killed process left can be told from what another is at work on.
struct FolderDraft {
    /// Where it is until it takes its name.
    let url: URL

    private let lock: FileHandle

    /// Makes an empty one.
    ///
    /// - Parameter destination: The folder that it is to be.
    /// - Throws: The system's error.
    init(of destination: URL) throws {
        url = destination.deletingLastPathComponent().appendingPathComponent(
            DraftName.fresh(for: destination.lastPathComponent), isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
        lock = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Where locks are not to be had, nobody clears drafts either.
        flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// Gives up what now has its name: itself, or the folder that it replaced.
    func discard() { try? FileManager.default.removeItem(at: url) }

    /// Removes what killed processes left beside a folder; what cannot be removed, or holds anything else, stays.
    ///
    /// - Parameters:
    ///   - destination: The folder that the drafts were to be.
    ///   - names: The files that drafts hold, by their paths in them.
    static func clear(besides destination: URL, holding names: Set<String>) {
        let around = destination.deletingLastPathComponent()
        let siblings = (try? FileManager.default.contentsOfDirectory(atPath: around.path)) ?? []
        for name in siblings where DraftName.isDraft(name, of: destination.lastPathComponent) {
            let url = around.appendingPathComponent(name, isDirectory: true)
            let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, holds(url, nothingBut: names) else { continue }
            try? FileManager.default.removeItem(at: url)
        }
    }

    /// Whether a folder holds files of some names alone, and the folders that these are in.
    private static func holds(_ folder: URL, nothingBut names: Set<String>) -> Bool {
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else { return false }
        return paths.allSatisfy { path in names.contains(path) || names.contains { $0.hasPrefix(path + "/") } }
    }
}
