import Foundation
import JSON
import LanguageModels
import Testing

/// Texts with the ids and decoded texts that the reference `tokenizers` library gives.
struct TokenizerGolden {
    struct Case {
        let text: String
        let ids: [Int]
        let decoded: String
        let decodedClean: String
    }

    let tokenizer: Tokenizer
    let addSpecialTokens: Bool
    let cases: [Case]

    init(_ name: String) throws {
        let folder = Bundle.module.bundleURL
            .appending(path: "Resources/tokenizer/\(name)", directoryHint: .isDirectory)
        tokenizer = try Tokenizer(contentsOf: folder.appending(path: "tokenizer.json"))
        let file = try JSONValue(parsing: Data(contentsOf: folder.appending(path: "cases.json")), source: "cases.json")
        addSpecialTokens = file["add_special_tokens"] == .bool(true)
        cases = try #require(file["cases"]?.array).map { value in
            Case(
                text: try #require(value["text"]?.string),
                ids: try #require(value["ids"]?.array).map { try #require($0.integer) },
                decoded: try #require(value["decoded"]?.string),
                decodedClean: try #require(value["decoded_clean"]?.string))
        }
    }
}

@Suite("Tokenizers against the reference library")
struct TokenizerGoldenTests {
    static let names = ["demo", "llama2-style"]

    @Test("every text has the reference's ids", arguments: names)
    func ids(name: String) throws {
        let golden = try TokenizerGolden(name)
        #expect(golden.cases.count > 40)
        for item in golden.cases {
            let ids = try golden.tokenizer.encode(item.text, addSpecialTokens: golden.addSpecialTokens)
            #expect(ids == item.ids, "\(item.text.debugDescription)")
        }
    }

    @Test("ids decode to the reference's text, with and without special tokens", arguments: names)
    func decoded(name: String) throws {
        let golden = try TokenizerGolden(name)
        for item in golden.cases {
            let decoded = golden.tokenizer.decode(item.ids, skipSpecialTokens: false)
            #expect(Array(decoded.utf8) == Array(item.decoded.utf8))
            let clean = golden.tokenizer.decode(item.ids, skipSpecialTokens: true)
            #expect(Array(clean.utf8) == Array(item.decodedClean.utf8))
        }
    }

    @Test("tokens decoded one at a time join to the whole text, with no replaced character in it", arguments: names)
    func streamed(name: String) throws {
        let golden = try TokenizerGolden(name)
        for item in golden.cases where !item.decoded.contains("\u{FFFD}") {
            var decoder = StreamingDecoder(golden.tokenizer, skipSpecialTokens: false)
            var parts = item.ids.map { decoder.append($0) }
            parts.append(decoder.finish())
            #expect(Array(parts.joined().utf8) == Array(item.decoded.utf8))
            #expect(parts.allSatisfy { !$0.unicodeScalars.contains("\u{FFFD}") })
        }
    }
}
