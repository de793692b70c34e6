import Foundation
import ModelTestKit

/// A sample's files in a folder of their own, of which one is damaged for a while.
final class SamplePlace {
    private let folder: TemporaryFolder
    private let sample: Sample
    private var damaged: (name: String, size: Int)?

    /// Writes a sample's files.
    init(_ sample: Sample) throws {
        self.sample = sample
        folder = try TemporaryFolder()
        for file in sample.files { try write(file.bytes, as: file.name) }
    }

    /// The size of all files as they are now.
    var size: Int {
        sample.files.reduce(0) { $0 + ($1.name == damaged?.name ? damaged?.size ?? 0 : $1.bytes.count) }
    }

    /// Reads the files.
    func read(by reader: some ReaderExercise) -> Attempts {
        let files = sample.files.map { folder.file($0.name) }
        var attempts = Attempts(names: [folder.url.lastPathComponent] + files.map(\.lastPathComponent))
        attempts("files") { try reader.read(files, &$0) }
        return attempts
    }

    /// Puts something else in a file's place.
    func put(_ bytes: [UInt8], as name: String) throws {
        damaged = (name, bytes.count)
        try write(bytes, as: name)
    }

    /// Puts the sound file back.
    func mend(_ name: String) throws {
        damaged = nil
        for file in sample.files where file.name == name { try write(file.bytes, as: name) }
    }

    /// Always a new file: the old one may still be mapped.
    private func write(_ bytes: [UInt8], as name: String) throws {
        let url = folder.file(name)
        if unlink(url.path) != 0 {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try Data(bytes).write(to: url)
    }
}
