import Foundation

/// Sound files that a reader reads together, as they lie in a folder.
struct Sample: Sendable {
    /// What messages call it.
    let name: String

    /// The files by their paths in the folder.
    var files: [(name: String, bytes: [UInt8])]

    /// The size of all files.
    var size: Int { files.reduce(0) { $0 + $1.bytes.count } }

    /// Samples of a folder of the corpus: every file is one, and every folder in it.
    ///
    /// - Parameter folder: The reader's folder; scripts that made the files are no samples.
    /// - Returns: The samples, by name.
    /// - Throws: If one cannot be read.
    static func all(in folder: URL) throws -> [Sample] {
        let manager = FileManager.default
        return try manager.contentsOfDirectory(atPath: folder.path).sorted().compactMap { name in
            let url = folder.appendingPathComponent(name)
            guard let inside = try? manager.contentsOfDirectory(atPath: url.path) else {
                return name.hasSuffix(".py") ? nil : Sample(name: name, files: [(name, try bytes(url))])
            }
            return Sample(
                name: name, files: try inside.sorted().map { ($0, try bytes(url.appendingPathComponent($0))) })
        }
    }

    /// A sample of texts.
    init(_ name: String, texts: [(name: String, text: String)]) {
        self.init(name: name, files: texts.map { ($0.name, Array($0.text.utf8)) })
    }

    init(name: String, files: [(name: String, bytes: [UInt8])]) {
        self.name = name
        self.files = files
    }

    private static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}
