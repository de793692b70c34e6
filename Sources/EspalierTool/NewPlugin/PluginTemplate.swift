import Foundation

/// The part of the toolkit's example package that concerns one contract: what a new package is made from.
///
/// The example is built and tested as it stands; only names are replaced in it, so what is written cannot lag behind the
/// toolkit that it uses.
struct PluginTemplate {
    private let toolkit: ToolkitCheckout
    private let contract: PluginContract

    /// The example's plugin of each contract: the word of strategy files, and its type.
    private static let examples: [PluginContract: (word: String, type: String)] = [
        .draftPolicy: ("echo", "EchoDraft"), .treeBuilder: ("fishbone", "FishboneTree"),
        .verifier: ("gumbel", "GumbelVerifier"), .objective: ("blend", "BlendLoss"),
    ]
    private static let package = "orchard"
    private static let library = "OrchardLibrary"
    /// How the example's program lists its plugins.
    private static let list = "EchoDraft.self, FishboneTree.self, GumbelVerifier.self, BlendLoss.self"
    /// Where the example's manifest goes on with what new packages do not have.
    private static let end = "\n// A program of its own that decodes.\n"
    /// How the example names the toolkit's folder.
    private static let toolkitPath = "../.."

    init(of contract: PluginContract, from toolkit: ToolkitCheckout) {
        self.contract = contract
        self.toolkit = toolkit
    }

    /// The files of a new package.
    ///
    /// - Parameter plugin: Its plugin's name.
    /// - Returns: Paths within the package, and contents.
    /// - Throws: ``CommandFailure`` if the checkout lacks a file or has it otherwise, or the name is one of its types'.
    func files(for plugin: PluginName) throws -> [(name: String, content: Data)] {
        let example = Self.examples[contract] ?? ("", "")
        let tests = "Tests/\(Self.library)Tests"
        let paths = [
            ".gitignore", "Package.swift", "README.md", "Sources/\(Self.package)/main.swift",
            "Sources/\(Self.library)/\(example.type).swift", "\(tests)/\(example.type)Tests.swift",
            "\(tests)/BuiltCommand.swift", "strategies/\(example.word).yaml",
        ]
        let texts = try paths.map { try text($0) }
        let names = [
            example.type: plugin.type, example.type + "Tests": plugin.type + "Tests", example.word: plugin.word,
            Self.library: plugin.library, Self.library + "Tests": plugin.library + "Tests",
            Self.package: plugin.word,
        ]
        let own = Set([plugin.type, plugin.library]).subtracting(names.keys)
        if let clash = texts.lazy.compactMap({ Self.words(in: $0).first { own.contains($0) } }).first {
            throw CommandFailure("'\(plugin.word)' makes the name \(clash), which the toolkit uses: choose another")
        }
        return zip(paths, texts).map { path, text in
            (name: Self.replacing(names, in: path), content: Data(Self.replacing(names, in: text).utf8))
        }
    }

    /// A file of the example, without what belongs to its other plugins.
    private func text(_ path: String) throws -> String {
        let file = toolkit.example.appendingPathComponent(path)
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure("\(file.path): the file is missing, which new packages are made from")
        }
        var text = String(decoding: data, as: UTF8.self)
        switch path {
        case "Package.swift":
            try cut(&text, from: Self.end, in: file)
            try replace("\"\(Self.toolkitPath)\"", by: toolkit.folder.path.quoted, in: &text, of: file)
        case "README.md":
            try replace(Self.toolkitPath, by: toolkit.folder.path, in: &text, of: file)
        case "Sources/\(Self.package)/main.swift":
            let own = Self.examples[contract].map { $0.type + ".self" } ?? ""
            try replace(Self.list, by: own, in: &text, of: file)
        default: break
        }
        return text
    }

    private func cut(_ text: inout String, from mark: String, in file: URL) throws {
        guard let place = text.range(of: mark) else { throw otherVersion(file) }
        text.removeSubrange(place.lowerBound...)
    }

    private func replace(_ part: String, by other: String, in text: inout String, of file: URL) throws {
        guard text.contains(part) else { throw otherVersion(file) }
        text = text.replacing(part, with: other)
    }

    private func otherVersion(_ file: URL) -> CommandFailure {
        CommandFailure("\(file.path): the file is of another version of the toolkit than this command")
    }

    /// A text with whole words replaced, all at once.
    private static func replacing(_ names: [String: String], in text: String) -> String {
        text.replacing(/[A-Za-z0-9]+/) { names[String($0.output)] ?? String($0.output) }
    }

    /// The identifiers in a text.
    private static func words(in text: String) -> [String] {
        text.matches(of: /[A-Za-z0-9]+/).map { String($0.output) }
    }
}
