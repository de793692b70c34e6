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
        guard FileManager.default.fileExists(atPath: url.path) else { throw ModelError(url.path, "does not exist") }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw ModelError(url.path, "cannot be read")
        }
        do {
            return try JSONValue(parsing: bytes, source: nil)
        } catch {
            throw ModelError(url.path, "is no valid JSON: \(error)")
        }
    }
}
