import Foundation

/// A checkout of the toolkit, which packages of plugins are built upon and made from.
struct ToolkitCheckout {
    /// Its folder, an absolute path.
    let folder: URL

    /// Where the package lies that new ones are made from.
    var example: URL { folder.appendingPathComponent(Self.examplePath, isDirectory: true) }

    private static let examplePath = "Tests/ThirdPartyPackage"

    /// Finds a checkout.
    ///
    /// - Parameter path: Where it is; nil for the one from which this was built.
    /// - Throws: ``CommandFailure`` if it is not there.
    init(_ path: String?) throws {
        let folder =
            path.map { URL(fileURLWithPath: NSString(string: $0).expandingTildeInPath, isDirectory: true) }
            ?? Self.origin
        self.folder = folder.standardizedFileURL
        let parts = ["Package.swift", Self.examplePath + "/Package.swift"]
        guard parts.allSatisfy({ FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) })
        else {
            throw CommandFailure(
                path.map { "\($0): that is no checkout of the toolkit: it has no \(parts[1])" }
                    ?? "\(folder.path): the checkout from which this was built is gone: name one with --toolkit")
        }
    }

    /// The folder above `Sources/EspalierTool/NewPlugin`, from which this file was compiled.
    private static var origin: URL {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }
}
