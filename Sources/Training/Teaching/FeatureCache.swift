import Files
import Foundation
public import LanguageModels
public import Speculation
import Synchronization

/// What the target makes of sequences, kept in a folder for later epochs and runs.
///
/// ```
/// features.json               the target and the layers that all files are of; what makes the folder a cache
/// 0123456789abcdef.safetensors    a sequence each, named by a hash of its tokens; see ``KeptReading``
/// ```
/// Numbers are rounded to half precision when they are read first, so that it does not matter whether they come from the folder. A file that
/// is damaged is made anew. Where the folder has come to the size that it may have, or the disk is full, no more is kept.
public final class FeatureCache: Sendable {
    private let folder: String
    private let mark: String
    private let mostBytes: Int

    /// The bytes of all files; nil once nothing more is kept.
    private let bytes: Mutex<Int?>

    private static let headerName = "features.json"

    /// Opens a cache, or makes one.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - mostBytes: How large all files together may become.
    ///   - target: Whose features they are.
    ///   - features: Which of them.
    /// - Throws: ``FeatureCacheError`` if the folder holds something else, or those of another target;
    ///   `FileWritingError` if it cannot be written.
    public init(in folder: String, mostBytes: Int, of target: Transformer, features: FeatureRequest) throws {
        self.folder = folder
        self.mostBytes = mostBytes
        // Coarser products make other features.
        mark =
            "target \(String(target.contentHash, radix: 16)) of \(target.byteCount) bytes, opened with "
            + "\(target.precision), layers \(features.layers)" + (features.finalState ? " and the last state" : "")
        let url = URL(fileURLWithPath: folder, isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw FileWritingError(file: folder, cause: SystemCause(of: error).description)
        }
        let header = url.appendingPathComponent(Self.headerName).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        if names.contains(Self.headerName) {
            let found = (try? String(contentsOfFile: header, encoding: .utf8)) ?? ""
            guard found == mark else { throw FeatureCacheError.otherTarget(folder: folder) }
        } else {
            guard names.isEmpty else { throw FeatureCacheError.foreign(folder: folder, example: names.sorted()[0]) }
            try AtomicFile.write(mark, to: header, followingLinks: false)
        }
        AtomicFile.clearLeftovers(in: folder)
        bytes = Mutex(
            names.filter { $0.hasSuffix(Self.ending) }.reduce(0) { sum, name in
                let attributes = try? FileManager.default.attributesOfItem(
                    atPath: url.appendingPathComponent(name).path)
                return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
            })
    }

    private static let ending = ".safetensors"

    private func path(for sequence: TrainingSequence, asked: Int) -> String {
        var hash = ContentHash()
        hash.combine(asked)
        for token in sequence.tokens { hash.combine(token) }
        let name = String(hash.value, radix: 16)
        return "\(folder)/\(String(repeating: "0", count: 16 - name.count))\(name)\(Self.ending)"
    }

    /// What was kept of a sequence; nil if there is nothing, or nothing sound.
    func reading(of sequence: TrainingSequence, asked: Int) -> KeptReading? {
        let url = URL(fileURLWithPath: path(for: sequence, asked: asked))
        return KeptReading(contentsOf: url, for: mark, tokens: sequence.tokens.count, asked: asked)
    }

    /// Rounds what the target made of a sequence, and keeps it where there is room.
    ///
    /// - Returns: The rounded numbers.
    /// - Throws: `ModelError` if a number is too large for half precision.
    func keep(_ pass: TargetPass, of sequence: TrainingSequence, asked: Int) throws -> KeptReading {
        let (reading, tensors) = try KeptReading.rounding(pass)
        let least = tensors.reduce(0) { $0 + $1.bytes.count }
        if hasRoom(for: least) {
            let data = KeptReading.encoded(tensors, for: mark)
            if takeRoom(for: data.count) { write(data, to: path(for: sequence, asked: asked)) }
        }
        return reading
    }

    private func hasRoom(for count: Int) -> Bool { bytes.withLock { $0.map { $0 + count <= mostBytes } ?? false } }

    private func takeRoom(for count: Int) -> Bool {
        bytes.withLock { bytes in
            guard let sum = bytes, sum + count <= mostBytes else { return false }
            bytes = sum + count
            return true
        }
    }

    private func write(_ data: Data, to path: String) {
        do {
            try AtomicFile.write(data, to: path, followingLinks: false)
        } catch {
            // Training needs none of it.
            bytes.withLock { $0 = nil }
        }
    }
}

/// Why a folder cannot hold a target's features, in one sentence.
public enum FeatureCacheError: Error, Hashable, CustomStringConvertible {
    /// The folder holds something that is no cache's.
    case foreign(folder: String, example: String)

    /// The features are of another target, of other layers, or of one that was opened otherwise.
    case otherTarget(folder: String)

    /// The sentence, without a full stop.
    public var description: String {
        switch self {
        case .foreign(let folder, let example):
            "\(folder): the folder holds '\(example)', which is no feature cache's: name an empty or new folder"
        case .otherTarget(let folder):
            "\(folder): the features in it are of another target, of other layers, or of one that was opened otherwise: name another folder"
        }
    }
}
