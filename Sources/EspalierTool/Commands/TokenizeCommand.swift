import ArgumentParser
import Foundation
import JSON
import LanguageModels
import Runtime

/// Shows how a model's tokenizer cuts a text.
struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize", abstract: "Show the tokens of a text, or the text of tokens.")

    @Argument(help: "The text; standard input or a bundled prompt when it is left out.")
    var text: String?

    @OptionGroup(title: "Models") var models: ModelOptions

    @Option(help: ArgumentHelp("Decode these token ids instead.", valueName: "1,2,3"))
    var decode: TokenList?

    @Flag(help: "Write the text as a user's message in the model's chat format.")
    var chat = false

    @Flag(inversion: .prefixedNo, help: "Add the tokens that the tokenizer puts around a text.")
    var specialTokens = true

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if decode != nil && text != nil {
            throw ValidationError("--decode takes the place of the text: give one of them")
        }
    }

    func run() throws {
        let reference = models.model ?? "demo"
        let source = try TokenizerSource(reference, chatTemplate: models.chatTemplate?.template)
        let tokenizer = source.tokenizer
        if let decode {
            if let unknown = decode.tokens.first(where: { tokenizer.piece(of: $0) == nil }) {
                throw CommandFailure("\(reference): its tokenizer has no token with the id \(unknown)")
            }
            let text = tokenizer.decode(decode.tokens, skipSpecialTokens: false)
            try StandardOutput.write(json ? JSONText.document(of: ["text": text]) : text + "\n")
            return
        }
        let input = try TextInput.text(text)
        let tokens: [Int]
        if chat {
            tokens = try source.conversation().tokens([ChatMessage(role: .user, content: input)])
        } else {
            tokens = tokenizer.encode(input, addSpecialTokens: specialTokens)
        }
        let listing = TokenListing(tokens, by: tokenizer)
        try StandardOutput.write(json ? JSONText.document(of: listing) : listing.text)
    }
}
