import DemoModel
import EAGLE3Plugin
import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// The folders of a head and of its target.
struct HeadFolders {
    let head: TemporaryFolder
    let target: TemporaryFolder

    init(head: TemporaryFolder, target: TemporaryFolder) {
        self.head = head
        self.target = target
    }

    /// The bundled head and target.
    static func demo() throws -> HeadFolders {
        func linked(_ name: String) throws -> TemporaryFolder {
            try TemporaryFolder(linkingFilesOf: try #require(try BundledFiles.model(name)))
        }
        return HeadFolders(head: try linked("demo/eagle3"), target: try linked("demo"))
    }

    private var recipe: EAGLE3Recipe {
        let value = OptionValue(.string("head"), text: "head", at: .nowhere)
        var options = OptionReader([OptionMember(name: "head", place: .nowhere, value: value)], at: .nowhere)
        return EAGLE3Recipe(from: &options)
    }

    private func context() throws -> DraftLoading {
        let target = TransformerTarget(try Transformer(at: target.url))
        return DraftLoading(target: target, locate: { [head] _ in head.url })
    }

    /// The head as the draft policy opens it.
    func open() throws -> any StorableDraft { try recipe.storable(in: context()) }

    /// The head as training opens it.
    func trainable() throws -> any TrainableDraft {
        try recipe.trainable(in: context(), from: .head, seed: 0, proposing: nil)
    }

    /// The same target with the head as it is exported.
    func exported(in layout: DraftLayout, storing format: StorageFormat = .float32) throws -> HeadFolders {
        let folder = try TemporaryFolder()
        for file in try open().files(in: layout, storing: format) { try folder.write(file.content, to: file.name) }
        return HeadFolders(head: folder, target: target)
    }

    /// The head's configuration.
    func configuration() throws -> JSONValue { try ModelFile.json(head.file("config.json")) }

    /// Every tensor of the head's file by name, with its numbers as they are stored.
    func tensors() throws -> [String: StoredTensor] {
        let file = try SafetensorsFile(contentsOf: head.file("model.safetensors"))
        return Dictionary(
            uniqueKeysWithValues: file.entries.map {
                ($0.name, StoredTensor($0.name, type: $0.type, shape: $0.shape, bytes: Data(file.bytes(of: $0))))
            })
    }

    /// Why the head is refused, without the folder's path.
    func refusal(_ work: (HeadFolders) throws -> Void) throws -> String {
        let error = #expect(throws: ModelError.self) { try work(self) }
        return try #require(error).description.replacingOccurrences(of: head.path, with: "HEAD")
    }
}

extension DraftLayout {
    /// Those of heads that are a folder's `config.json` and `model.safetensors`.
    static let folders = heads.filter { !$0.isGGUF }
}
