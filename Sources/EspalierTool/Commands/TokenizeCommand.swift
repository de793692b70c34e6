import ArgumentParser
import Foundation
import LanguageModels
import Runtime

/// Shows how a model's tokenizer cuts a text.
struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize", abstract: "Show the tokens of a text, or the text of tokens.")

    @Argument(
        help: "The text, behind -- where it begins with a dash; standard input or a bundled prompt when it is left out."
    )
    var text: String?

    @OptionGroup(title: "Models") var models: ModelOptions

    @Option(help: ArgumentHelp("Decode these token ids instead.", valueName: "1,2,3"), transform: TokenList.parse)
    var decode: [Int]?

    @Option(
        help: ArgumentHelp(
            "Read many texts instead, a JSON string a line, and print each one's ids as a JSON list.",
            valueName: "file"))
    var texts: String?

    @Flag(help: "Write the text as a user's message in the model's chat format.")
    var chat = false

    @Flag(help: "Take what spells a control token for ordinary text.")
    var plain = false

    @Flag(inversion: .prefixedNo, help: "Add the tokens that the tokenizer puts around a text.")
    var specialTokens = true

    @OptionGroup var json: JSONOutput

    func validate() throws {
        try models.refuseDrafts()
        if decode != nil && text != nil {
            throw ValidationError("--decode takes the place of the text: give one of them")
        }
        if texts != nil && (text != nil || decode != nil) {
            throw ValidationError("--texts takes the place of a text or of tokens: give one of them")
        }
        if plain && chat {
            throw ValidationError("--chat never takes a message's words for control tokens: leave --plain out")
        }
    }

    func run() throws {
        try json.checkWritable()
        let reference = models.model ?? "demo"
        let source = try TokenizerSource(
            reference, chat: try models.chat.settings)
        let tokenizer = source.tokenizer
        if let decode {
            if let unknown = decode.first(where: { tokenizer.piece(of: $0) == nil }) {
                throw CommandFailure("\(reference): its tokenizer has no token with the id \(unknown)")
            }
            let text = tokenizer.decode(decode, skipSpecialTokens: false)
            return try json.write(["text": text], showing: text + "\n")
        }
        if let texts {
            let lists = try TextFile.texts(texts).map { try self.tokens(of: $0, source) }
            return try json.write(
                ["texts": lists],
                showing: lists.map { "[\($0.map(String.init).joined(separator: ","))]\n" }.joined())
        }
        let tokens = try tokens(of: TextInput.text(text, keepingLineEnds: true), source)
        let listing = TokenListing(tokens, by: tokenizer)
        try json.write(listing, showing: listing.text)
    }

    private func tokens(of text: String, _ source: TokenizerSource) throws -> [Int] {
        if chat { return try source.conversation().tokens([ChatMessage(role: .user, content: text)]) }
        return try source.tokenizer.encode(
            text, addSpecialTokens: specialTokens, recognisingSpecialTokens: !plain)
    }
}
