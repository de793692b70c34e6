import DemoModel
public import Foundation
import Speculation

/// Finds the folder or the file of a model by the name that a strategy file or an option uses.
public struct ModelLocator: Sendable {
    /// Makes a locator.
    public init() {}

    /// The folder of a bundled model, or what is at a path.
    ///
    /// - Parameter reference: A bundled name, or a path to a folder or a file, in which `~` is the user's home.
    /// - Returns: The folder or the file.
    /// - Throws: ``RuntimeError`` if there is none.
    public func locate(_ reference: String) throws -> URL {
        if let bundled = try BundledFiles.model(reference) { return bundled }
        let path = NSString(string: reference).expandingTildeInPath
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            let known = BundledFiles.models.joined(separator: ", ")
            throw RuntimeError(
                "\(reference): there is no such folder or file, and no bundled model of this name (bundled: \(known))"
                    + NearestName.suggestion(for: reference, among: BundledFiles.models), isMissingPlace: true)
        }
        return URL(fileURLWithPath: path, isDirectory: isFolder.boolValue)
    }
}
