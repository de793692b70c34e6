public import Foundation
import Platform

/// Writes folders of files so that nobody ever sees half of one.
///
/// All files go to a new folder beside the place, which then takes the name: what had the name before stays whole until
/// that moment. A folder is replaced only where everything in it is what may be replaced, so that a mistyped path
/// costs nothing. A link is followed, not replaced. What a killed process left beside the place is cleared by the next one that
/// writes there.
public enum AtomicFolder {
    /// Writes a folder, or leaves what was there untouched.
    ///
    /// - Parameters:
    ///   - files: Names, or paths within the folder, and whole contents.
    ///   - path: The folder; the one around it must exist.
    ///   - replaceable: Names of files that may be lost with a folder that is there; with none it must be empty.
    ///   - check: Looks at the written folder before it takes its place; what it throws undoes everything.
    /// - Returns: What the check found.
    /// - Throws: ``FolderWritingError``, which names the folder and the cause, or what the check throws.
    public static func write<Finding>(
        _ files: [(name: String, content: Data)], to path: String, replacing replaceable: Set<String> = [],
        checking check: (URL) throws -> Finding
    ) throws -> Finding {
        try checkWritable(path, replacing: replaceable)
        let destination = URL(fileURLWithPath: path, isDirectory: true).resolvingSymlinksInPath()
        let draft = try naming(path) { try FolderDraft(of: destination) }
        defer { draft.discard() }
        try naming(path) {
            for (name, content) in files {
                let file = draft.url.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try write(content, to: file)
            }
        }
        let finding = try check(draft.url)
        // Whatever appeared there in the meantime counts as well.
        try checkWritable(path, replacing: replaceable)
        try naming(path) { try move(draft.url, to: destination) }
        FolderDraft.clear(besides: destination, holding: replaceable.union(files.map(\.name)))
        return finding
    }

    /// Makes sure that a folder can be written, before the work whose result it shall hold; changes nothing.
    ///
    /// - Parameters:
    ///   - path: The folder; the one around it must exist.
    ///   - replaceable: Names of files that may be lost with a folder that is there; with none it must be empty.
    /// - Throws: ``FolderWritingError``, as ``write(_:to:replacing:checking:)`` would.
    public static func checkWritable(
        _ path: String, replacing replaceable: Set<String> = []
    ) throws(FolderWritingError) {
        let names = try occupants(of: path)
        if let other = names.first(where: { !replaceable.contains($0) }) {
            throw FolderWritingError(folder: path, cause: "it is there and holds '\(other)', which would be lost")
        }
        let destination = URL(fileURLWithPath: path, isDirectory: true).resolvingSymlinksInPath()
        try naming(path) { try FolderDraft(of: destination).discard() }
    }

    /// What a folder holds.
    ///
    /// - Parameter path: The folder, which need not exist.
    /// - Returns: The names in it, sorted; none if there is no such folder.
    /// - Throws: ``FolderWritingError`` if there is something else of this name, or it cannot be read.
    public static func occupants(of path: String) throws(FolderWritingError) -> [String] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return [] }
            throw FolderWritingError(folder: path, cause: SystemCause(errorNumber: errno).description)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw FolderWritingError(folder: path, cause: SystemCause(errorNumber: ENOTDIR).description)
        }
        var names: [String] = []
        try naming(path) { names = try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
        return names
    }

    /// Writes a new file and waits until the disk has it: a disk may say only then that it is full.
    private static func write(_ content: Data, to file: URL) throws {
        try Data().write(to: file, options: .withoutOverwriting)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.write(contentsOf: content)
        try handle.synchronize()
    }

    /// Puts a folder in its place, and what is there in the draft's.
    ///
    /// Where the file system cannot exchange two folders, the one that is there steps aside and comes back if that fails.
    private static func move(_ draft: URL, to destination: URL) throws {
        // An empty folder is replaced in one step.
        if rename(draft.path, destination.path) == 0 { return }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw systemError(errno) }
        let exchange = PathExchange.errorNumber(exchanging: draft.path, with: destination.path)
        if exchange == 0 { return }
        guard PathExchange.isUnsupported(exchange) else { throw systemError(exchange) }
        let aside = sibling(of: destination)
        guard rename(destination.path, aside.path) == 0 else { throw systemError(errno) }
        guard rename(draft.path, destination.path) == 0 else {
            let failure = errno
            rename(aside.path, destination.path)
            throw systemError(failure)
        }
        try? FileManager.default.removeItem(at: aside)
    }

    /// A name of its own beside a folder, so that renaming puts it in place in one step.
    private static func sibling(of folder: URL) -> URL {
        folder.deletingLastPathComponent().appendingPathComponent(
            DraftName.fresh(for: folder.lastPathComponent), isDirectory: true)
    }

    private static func systemError(_ number: Int32) -> NSError {
        NSError(domain: NSPOSIXErrorDomain, code: Int(number))
    }

    /// States whatever goes wrong as this folder's error.
    private static func naming<Result>(_ path: String, _ work: () throws -> Result) throws(FolderWritingError) -> Result
    {
        do {
            return try work()
        } catch {
            throw FolderWritingError(folder: path, cause: SystemCause(of: error).description)
        }
    }
}
