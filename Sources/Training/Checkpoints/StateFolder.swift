import Files
import Foundation
import LanguageModels

/// The states of a run: files named by their step, `00000400.safetensors`.
///
/// Somebody may have put files of their own beside them, even under such names: what has no header of a training state is
/// read by nobody, and neither deleted nor overwritten.
struct StateFolder: Sendable {
    /// Where they are.
    let url: URL

    private static let (digits, ending) = (8, ".safetensors")

    /// The largest header looked at to tell whose a file is; a state's takes some hundred bytes a tensor.
    private static let largestHeader = 10_000_000

    /// All files with a state's name, by step.
    func all() throws(FileWritingError) -> [URL] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: url.path).filter(Self.isStateName).sorted()
                .map { url.appendingPathComponent($0) }
        } catch {
            throw FileWritingError(file: url.path, cause: SystemCause(of: error).description)
        }
    }

    /// Those that runs wrote, by step, damaged ones among them as far as their header shows it.
    func own() throws(FileWritingError) -> [URL] { try all().filter(Self.isState) }

    /// Stores a state; a file of that name which no run wrote steps aside.
    func write(_ content: Data, step: Int) throws(FileWritingError) {
        let number = String(step)
        let name = String(repeating: "0", count: max(Self.digits - number.count, 0)) + number + Self.ending
        let file = url.appendingPathComponent(name)
        if !Self.isState(file), rename(file.path, "\(file.path).kept-\(UUID().uuidString)") != 0, errno != ENOENT {
            throw FileWritingError(file: file.path, cause: SystemCause(errorNumber: errno).description)
        }
        try AtomicFile.write(content, to: file.path, followingLinks: false)
    }

    /// Removes all but the latest.
    func removeOldest(keeping count: Int) throws(FileWritingError) { try remove(own().dropLast(count)) }

    /// Removes all.
    func removeAll() throws(FileWritingError) { try remove(own()[...]) }

    private func remove(_ files: ArraySlice<URL>) throws(FileWritingError) {
        for file in files where unlink(file.path) != 0 {
            throw FileWritingError(file: file.path, cause: SystemCause(errorNumber: errno).description)
        }
    }

    private static func isStateName(_ name: String) -> Bool {
        name.hasSuffix(ending) && name.utf8.count >= digits + ending.utf8.count
            && name.dropLast(ending.count).utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a file begins as a training state does; false for a link, and where nothing is.
    private static func isState(_ url: URL) -> Bool {
        let descriptor = open(url.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let size = try? handle.read(upToCount: 8), size.count == 8
        else { return false }
        let count = size.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard count <= UInt64(largestHeader), let header = try? handle.read(upToCount: Int(count)) else { return false }
        return TrainerStateFile.hasHeader(header)
    }
}
