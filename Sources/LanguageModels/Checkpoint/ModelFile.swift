import Files
public import Foundation
public import JSON

/// Reads the small files of a model folder.
public enum ModelFile {
    /// Reads a JSON file.
    ///
    /// - Parameter url: The file.
    /// - Returns: Its value.
    /// - Throws: ``ModelError`` if it cannot be read or is no JSON, with line and column.
    public static func json(_ url: URL) throws -> JSONValue {
        guard FileManager.default.fileExists(atPath: url.path) else {
            try checkFolder(url.deletingLastPathComponent())
            throw ModelError(url.path, "does not exist")
        }
        let bytes = try bytes(of: url)
        do {
            return try JSONValue(parsing: bytes, source: nil)
        } catch {
            throw ModelError(url.path, "is no valid JSON: \(error)")
        }
    }

    /// Reads a file whole.
    ///
    /// - Parameter url: The file.
    /// - Returns: Its bytes.
    /// - Throws: ``ModelError`` if it cannot be read, or was not fetched.
    static func bytes(of url: URL) throws(ModelError) -> Data {
        let bytes: Data
        do {
            bytes = try RegularFile.contents(of: url)
        } catch {
            throw ModelError(url.path, "cannot be read: \(cause(of: error, reading: url))")
        }
        try checkFetched(bytes, path: url.path)
        return bytes
    }

    /// Makes sure that a model's folder, where there is something of that name, is one.
    ///
    /// - Parameter folder: The folder.
    /// - Throws: ``ModelError`` if it is a file.
    static func checkFolder(_ folder: URL) throws(ModelError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue else {
            return
        }
        throw ModelError(folder.path, "is a file, and a folder in Hugging Face layout is expected")
    }

    /// Maps a file into memory.
    ///
    /// - Parameter url: The file.
    /// - Returns: Its bytes; none is read before it is looked at.
    /// - Throws: ``ModelError`` if it cannot be read.
    static func mapped(_ url: URL) throws(ModelError) -> MappedFile {
        let file: MappedFile
        do {
            file = try MappedFile(url)
        } catch {
            throw ModelError(url.path, "cannot be read: \(cause(of: error, reading: url))")
        }
        try checkFetched(file.contents, path: url.path)
        return file
    }

    /// Makes sure that a file is not the note that Git LFS leaves in place of one that it has not fetched.
    ///
    /// - Parameters:
    ///   - contents: The file's bytes.
    ///   - path: The file's path.
    /// - Throws: ``ModelError`` that says how to fetch it.
    static func checkFetched(_ contents: Data, path: String) throws(ModelError) {
        guard contents.starts(with: Data("version https://git-lfs".utf8)) else { return }
        throw ModelError(
            path,
            "is a Git LFS pointer of \(contents.count) bytes: the file itself was not fetched; run 'git lfs pull' there"
        )
    }

    /// The system's reason why a file cannot be read, in a few words.
    ///
    /// Foundation's errors repeat the path and for some reasons, such as a folder in the file's place, say nothing
    /// else; so the file is opened once more as the system does it.
    static func cause(of error: any Error, reading url: URL) -> String {
        if let error = error as? RegularFile.KindError { return error.description }
        let descriptor = open(url.path, O_RDONLY)
        let opening = errno
        defer { if descriptor >= 0 { close(descriptor) } }
        var byte: UInt8 = 0
        guard descriptor < 0 || read(descriptor, &byte, 1) < 0 else { return error.localizedDescription }
        return String(cString: strerror(descriptor < 0 ? opening : errno)).lowercased()
    }
}
