import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// `espalier score`: log-probabilities of a text, and the logits behind them.
struct ScoreTests {
    @Test
    func `Every token but the first has a log-probability and a rank`() throws {
        let tokens = try #require(try CommandRun.json("score", "--json", "-", "A tree has leaves.")["tokens"]?.array)
        #expect(tokens.count > 3)
        for (place, token) in tokens.enumerated() {
            #expect(token.keys == ["id", "logprob", "rank", "text"])
            #expect(token["id"]?.integer != nil && token["text"]?.string != nil)
            #expect((token["logprob"]?.double != nil) == (place > 0))
            #expect((token["rank"]?.integer != nil) == (place > 0))
        }
        let text = try CommandRun.succeed("score", input: "A tree has leaves.\n")
        #expect(text.contains("\(tokens.count - 1) tokens scored, log p -"))
    }

    @Test
    func `The logits file holds the rows that the log-probabilities come from`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("rows.safetensors")
        let ids = [1, 402, 300, 77]
        let listing = try CommandRun.json(
            "score", "--json", "-", "--tokens", ids.map(String.init).joined(separator: ","), "--logits", file.path)
        let stored = try SafetensorsFile(contentsOf: file)
        let entry = try #require(stored.entries.first)
        #expect(stored.entries.map(\.name) == ["logits"])
        #expect(entry.shape == [4, 4096] && entry.format == .float32)
        let rows = WeightMatrix(bytes: stored.bytes(of: entry), format: .float32, rows: 4, columns: 4096).widened()
        for (place, token) in try #require(listing["tokens"]?.array).enumerated().dropFirst() {
            let row = rows[(place - 1) * 4096..<place * 4096].map(Double.init)
            let expected = row[ids[place]] - log(row.reduce(0) { $0 + exp($1) })
            #expect(abs(try #require(token["logprob"]?.double) - expected) < 1e-4)
            #expect(token["rank"]?.integer == 1 + row.filter { $0 > row[ids[place]] }.count)
        }
    }
}
