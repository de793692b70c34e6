package import Foundation

/// A folder of a test's own that vanishes with the value.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let url: URL

    /// Makes an empty folder.
    package init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("espalier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Makes a folder that holds links to all files of another, to be replaced one by one.
    package convenience init(linkingFilesOf folder: URL) throws {
        try self.init()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.createSymbolicLink(
                at: url.appendingPathComponent(name), withDestinationURL: folder.appendingPathComponent(name))
        }
    }

    /// The path of the folder.
    package var path: String { url.path }

    /// The place of a file in the folder.
    package func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// Makes a folder in the folder, and those around it.
    package func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(at: file(name), withIntermediateDirectories: true)
    }

    /// Writes a file in place of a link or an earlier file; a linked folder's file is untouched.
    @discardableResult
    package func write(_ data: Data, to name: String) throws -> URL {
        try remove(name)
        try data.write(to: file(name))
        return file(name)
    }

    /// Writes text as UTF-8.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> URL { try write(Data(text.utf8), to: name) }

    /// Removes a file or link if it is there.
    package func remove(_ name: String) throws {
        // Asking whether a link exists would ask about its destination.
        guard (try? FileManager.default.attributesOfItem(atPath: file(name).path)) != nil else { return }
        try FileManager.default.removeItem(at: file(name))
    }

    /// The names of the files that are there, sorted.
    package var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}
