import DemoModel
import Foundation
import LanguageModels
import Speculation
import Training

/// Conversations to train on or to answer anew: what is accepted becomes tokens.
struct ConversationExercise: ReaderExercise {
    static let name = "conversations"

    private let codec: ChatCodec

    init() throws {
        let files = try ModelFiles(BundledFiles.model("demo") ?? URL(fileURLWithPath: "demo"))
        guard let tokenizer = try files.tokenizer() else {
            throw Attempts.Unusable(description: "the bundled model has no tokenizer")
        }
        codec = ChatCodec(
            tokenizer: tokenizer, renderer: try files.chatRenderer(), endTokens: try files.endTokens())
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let path = files[0].path
        attempts("prompts") { _ in
            let prompts = try RegenerationPrompt.read(file: path)
            try Attempts.demand(prompts.allSatisfy { !$0.turns.isEmpty }, "a prompt asks nothing")
        }
        let file = try ConversationFile(readingFile: path)
        attempts.hasRead()
        try Attempts.demand(!file.conversations.isEmpty, "it holds nothing")
        attempts("corpora") { _ in
            let corpus = try Corpus(file, codec: codec, contextLimit: 512, lengthRule: .truncate)
            try Attempts.demand(corpus.sequences.allSatisfy { $0.tokens.count <= 512 }, "a sequence is too long")
        }
    }
}
