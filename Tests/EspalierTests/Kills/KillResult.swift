import Foundation
import JSON
import LanguageModels
import ModelTestKit

/// What a file or folder holds, without measured times and the place of the folder.
enum KillResult: Equatable {
    case folder
    case bytes(Data)
    case json(String)

    /// A training state: its counts, and its numbers.
    case state(counts: String, numbers: Data)

    /// Reads what lies at a place.
    init(_ url: URL, in folder: TemporaryFolder) throws {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        guard !isFolder.boolValue else {
            self = .folder
            return
        }
        let bytes = try Data(contentsOf: url)
        let isState = url.deletingLastPathComponent().lastPathComponent == "states"
        if isState, let file = try? SafetensorsFile(contentsOf: url), let counts = file.metadata["state"] {
            var numbers = Data()
            for entry in file.entries { numbers += Data(entry.name.utf8) + file.bytes(of: entry) }
            self = .state(counts: try Self.unmeasured(JSONValue(parsing: counts)).text, numbers: numbers)
            return
        }
        switch url.pathExtension {
        case "json":
            self = .json(try Self.unmeasured(JSONValue(parsing: bytes)).text.replacing(folder.path, with: "FOLDER"))
        case "log":
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            self = .json(
                try lines.map { try Self.unmeasured(JSONValue(parsing: String($0))).text }.joined(separator: "\n"))
        case "yaml":
            self = .bytes(Data(String(decoding: bytes, as: UTF8.self).replacing(folder.path, with: "FOLDER").utf8))
        default: self = .bytes(bytes)
        }
    }

    /// What it is called where it is not as expected, with the place from which on it differs.
    func difference(from other: KillResult) -> String {
        let (own, expected) = (description, other.description)
        let common = zip(own.utf8, expected.utf8).prefix { $0 == $1 }.count
        func shown(_ text: String) -> String {
            String(decoding: text.utf8.dropFirst(max(common - 60, 0)).prefix(160), as: UTF8.self)
        }
        return "…\(shown(own))… and not …\(shown(expected))…"
    }

    private var description: String {
        switch self {
        case .folder: "a folder"
        case .bytes(let data): String(decoding: data, as: UTF8.self)
        case .json(let text): text
        case .state(let counts, let numbers): "\(counts) and \(numbers.count) numbers, hash \(numbers.hashValue)"
        }
    }

    /// Words of members that hold seconds, or what follows from them.
    private static let measuredWords = ["seconds", "per_second", "speedup", "difference_seen", "checksum", "memory"]

    private static func unmeasured(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(unmeasured))
        case .object(let members):
            .object(
                members.filter { member in !measuredWords.contains(where: member.key.contains) }
                    .map { JSONMember($0.key, unmeasured($0.value)) })
        default: value
        }
    }
}
