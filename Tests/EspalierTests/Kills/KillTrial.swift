import Foundation
import JSON
import ModelTestKit

/// A command that is killed again and again, and what must be the same in the end.
struct KillTrial: Sendable {
    /// What messages and `ESPALIER_KILL_COMMANDS` call it.
    let name: String

    /// What follows the command's name, given the folder in which all files are.
    let arguments: @Sendable (TemporaryFolder) -> [String]

    /// Writes what the command reads.
    let prepare: @Sendable (TemporaryFolder) throws -> Void

    /// A file that must be whole JSON whenever it is there.
    var document: String?

    /// What the command says where it was killed after its work was done; nil where it does the work again.
    var refusalWhenDone: String?

    /// Whether a run ended as it should.
    func isDone(_ run: CommandRun) -> Bool {
        run.status == 0 || refusalWhenDone.map { run.status == 1 && run.errors.contains($0) } == true
    }

    /// Makes a folder with what the command reads.
    func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try prepare(folder)
        return folder
    }

    /// Everything that lies in the folder, hidden files too, without what was measured.
    func results(in folder: TemporaryFolder) throws -> [String: KillResult] {
        var results: [String: KillResult] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
            results[path] = try KillResult(folder.file(path), in: folder)
        }
        return results
    }

    /// Makes sure that nobody sees half a document.
    func checkDocument(in folder: TemporaryFolder) throws {
        guard let document, let bytes = FileManager.default.contents(atPath: folder.file(document).path) else { return }
        _ = try JSONValue(parsing: bytes, source: document)
    }
}
