import DemoModel
public import Foundation

/// Finds the folder of a model by the name that a strategy file or an option uses.
public struct ModelLocator: Sendable {
    /// Makes a locator.
    public init() {}

    /// The folder of a bundled model, or the folder at a path.
    ///
    /// - Parameter reference: A bundled name, or a path, in which `~` is the user's home.
    /// - Returns: The folder.
    /// - Throws: ``RuntimeError`` if there is no such folder.
    public func folder(_ reference: String) throws -> URL {
        if let bundled = try BundledFiles.model(reference) { return bundled }
        let expanded = NSString(string: reference).expandingTildeInPath
        let url = URL(fileURLWithPath: expanded, isDirectory: true)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            let known = BundledFiles.models.joined(separator: ", ")
            throw RuntimeError(
                "\(reference): there is no such folder, and no bundled model of this name (bundled: \(known))")
        }
        guard isFolder.boolValue else { throw RuntimeError("\(reference): a model is a folder, and this is a file") }
        return url
    }
}
