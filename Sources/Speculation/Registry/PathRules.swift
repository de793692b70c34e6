import Foundation

/// Where the paths of options begin, and which words are no paths but names, as those of bundled models.
///
/// A path of a file begins at that file's folder, so that file and models can be moved together; one of the command line
/// begins at the working directory. `~` is the user's home in both.
public struct PathRules: Sendable {
    /// Words that are names.
    public let names: Set<String>

    /// The folder of the file whose options are read, as the user named it; empty for the working directory.
    public let folder: String

    /// States rules.
    ///
    /// - Parameters:
    ///   - names: Words that are names.
    ///   - folder: The folder of the file whose options are read; empty for the working directory.
    public init(names: Set<String> = [], folder: String = "") {
        self.names = names
        self.folder = folder
    }

    /// Where a text leads from the working directory; the text itself for a name.
    ///
    /// - Parameters:
    ///   - text: A name or a path.
    ///   - isWritten: Whether it stands in the file, and not on the command line.
    /// - Returns: The name, or a path.
    func reference(_ text: String, isWritten: Bool) -> String {
        if names.contains(text) { return text }
        let path = NSString(string: text).expandingTildeInPath
        guard isWritten, !path.hasPrefix("/"), !folder.isEmpty else { return path }
        let steps = path.split(separator: "/").filter { $0 != "." }.map(String.init)
        return ([folder == "/" ? "" : folder] + steps).joined(separator: "/")
    }

    /// A path that leads to the same place from anywhere; nil for a name.
    func absolutePath(of reference: String) -> String? {
        if names.contains(reference) { return nil }
        return URL(fileURLWithPath: reference).path
    }
}
