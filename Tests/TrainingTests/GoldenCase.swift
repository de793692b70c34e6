import Foundation
import JSON
import Testing

/// Losses, gradients and rewards of the demo head on one answer, made by an independent implementation in PyTorch.
struct GoldenCase {
    let json: JSONValue

    /// All cases.
    static func all() throws -> [GoldenCase] {
        let url = try #require(
            Bundle.module.url(forResource: "training-cases", withExtension: "json", subdirectory: "Resources"))
        let file = try JSONValue(parsing: Data(contentsOf: url), source: nil)
        return try #require(file["cases"]?.array).map { GoldenCase(json: $0) }
    }

    /// The conversation.
    var tokens: [Int] { integers("tokens") }

    /// How many tokens precede the answer.
    var promptLength: Int { json["prompt_length"]?.integer ?? 0 }

    func integers(_ name: String) -> [Int] { (json[name]?.array ?? []).compactMap(\.integer) }
}
