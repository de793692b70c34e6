/// The matrices that change a model's results most, which 4-bit copies keep in more bits.
///
/// They are those of llama.cpp's Q4_K_M: the output head; and of the first and the last eighth of the layers, and of every third
/// between, the matrices that make values and those that end networks. (Those of every other layer instead, which are as many,
/// nearly doubled what a small model diverges from its unrounded weights.)
package struct SensitiveMatrices: Sendable {
    private static let kinds: Set<Substring> = ["v_proj", "down_proj"]
    private static let outputs: Set<Substring> = ["lm_head", "embed_tokens"]

    private let layerCount: Int

    /// Counts a model's layers.
    ///
    /// - Parameter names: The names of its tensors.
    package init(among names: some Sequence<String>) {
        layerCount = (names.lazy.compactMap { Self.layer(in: Self.words($0)) }.max() ?? -1) + 1
    }

    /// Whether results change much with a matrix's numbers.
    ///
    /// - Parameters:
    ///   - name: The tensor's name in Hugging Face layout; the embedding table counts as the output head that is tied to it.
    ///   - part: Which of several that are stored as one, from 0.
    /// - Returns: True too for those kinds of matrices outside numbered layers, such as those of a draft head's one.
    package func contains(_ name: String, part: Int = 0) -> Bool {
        let words = Self.words(name)
        if words.contains(where: Self.outputs.contains) { return true }
        let isOfKind = words.contains(where: Self.kinds.contains) || words.contains("qkv_proj") && part == 2
        guard isOfKind else { return false }
        guard let layer = Self.layer(in: words), layer < layerCount else { return true }
        let eighth = layerCount / 8
        return layer < eighth || layer >= 7 * layerCount / 8 || (layer - eighth) % 3 == 2
    }

    private static func words(_ name: String) -> [Substring] { name.split(separator: ".") }

    private static func layer(in words: [Substring]) -> Int? {
        guard let place = words.firstIndex(of: "layers"), place + 1 < words.count else { return nil }
        // A number from a file: what no model has is none.
        return Int(words[place + 1]).flatMap { (0..<1 << 20).contains($0) ? $0 : nil }
    }
}
