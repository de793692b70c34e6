import Autograd
import Foundation
import JSON
import LanguageModels
import Speculation
import Tensors
import Training

/// The files of a head: its weights with their names in a layout, and the `config.json` beside them.
struct EAGLE3Files {
    /// Where sizes, vocabulary, target and source configuration come from; its own weights are not looked at.
    let head: EAGLE3Head
    let layout: DraftLayout
    let format: StorageFormat
    /// By SafeAILab's names, norms as `[1, width]`.
    let parameters: NamedMatrices<Float>
    /// A table of the head's own, `[vocabulary, width]`; nil where it shares the target's.
    let embedding: WeightMatrix?

    /// Turns everything into files.
    ///
    /// - Throws: `ModelError` if the layout cannot express the head, or a number does not fit the format.
    func files() throws -> [DraftFile] {
        try EAGLE3Expressibility(head, in: layout).check()
        if layout.isGGUF { return [try EAGLE3GGUFFile(self).file()] }
        let configuration = EAGLE3LayoutConfiguration(self)
        return [
            DraftFile(name: "config.json", content: Data((configuration.value().indentedText + "\n").utf8)),
            DraftFile(
                name: "model.safetensors", content: SafetensorsData.encoded(try tensors(), metadata: ["format": "pt"])),
        ]
    }

    /// The weights and the vocabulary's maps, under the layout's names.
    private func tensors() throws(ModelError) -> [TensorContent] {
        var tensors: [TensorContent] = []
        for part in EAGLE3Parameter.all(head.configuration) {
            guard let matrix = parameters[part.name] else { preconditionFailure("no parameter '\(part.name)'") }
            tensors.append(
                try TensorContent(storedName(part.name), shape: part.shape, matrix.values, storing: format))
        }
        if let table { tensors.append(try embeddingTensor(table)) }
        if storesVocabulary {
            tensors.append(TensorContent("d2t", integers: vocabulary.enumerated().map { $0.element - $0.offset }))
            var marks = [Bool](repeating: false, count: head.configuration.vocabularySize)
            for token in vocabulary { marks[token] = true }
            tensors.append(TensorContent("t2d", marks: marks))
        }
        return tensors
    }

    /// The embedding table that the file holds: the head's own, and in layouts whose loaders take none from a target the
    /// target's, without which they leave the table to chance.
    private var table: WeightMatrix? {
        layout == .speculators || head.configuration.generation != .third ? head.embedding : embedding
    }

    /// Where the head's own format would round the target's table, single precision holds it: storing changes no number
    /// unless another format was asked for.
    func embeddingTensor(
        _ table: WeightMatrix, named name: String = "embed_tokens.weight"
    ) throws(ModelError) -> TensorContent {
        let (shape, numbers) = ([table.rows, table.columns], table.widened())
        if table.format == format || format != head.storedFormat {
            return try TensorContent(name, shape: shape, numbers, storing: format)
        }
        if let rounded = try? TensorContent(name, shape: shape, numbers, storing: format),
            WeightMatrix(bytes: rounded.bytes, format: format, rows: table.rows, columns: table.columns)
                .holdsNumbers(of: table)
        {
            return rounded
        }
        return try TensorContent(name, shape: shape, numbers, storing: .float32)
    }

    /// The target's token of each draft id, ascending.
    var vocabulary: [Token] { head.vocabulary.targetTokens }

    private func storedName(_ name: String) -> String {
        let numbersLayers = layout == .speculators || head.configuration.generation != .third
        guard numbersLayers, name.hasPrefix("midlayer.") else { return name }
        return "layers.0." + name.dropFirst("midlayer.".count)
    }

    /// SGLang's exports always hold the maps; the others have none where draft and target ids are the same.
    private var storesVocabulary: Bool {
        layout == .sglang || vocabulary.count < head.configuration.vocabularySize
    }
}

extension EAGLE3Head {
    /// The head with given parameters as the files of a checkpoint folder.
    ///
    /// - Parameters:
    ///   - layout: Which engine shall load it.
    ///   - format: How numbers are stored; rounding is to the nearest.
    ///   - parameters: The weights by SafeAILab's names, of this head's shapes.
    /// - Returns: `config.json` and `model.safetensors`.
    /// - Throws: `ModelError` if the layout cannot express the head, or a number does not fit the format.
    /// - Precondition: The output head has a row for each token of the vocabulary.
    func files(
        in layout: DraftLayout, storing format: StorageFormat, parameters: NamedMatrices<Float>
    ) throws -> [DraftFile] {
        let rows = parameters[EAGLE3Parameter.outputHead]?.rows ?? vocabulary.targetTokens.count
        precondition(rows == vocabulary.targetTokens.count, "one row of lm_head for each draft token")
        return try EAGLE3Files(
            head: self, layout: layout, format: format, parameters: parameters, embedding: ownEmbedding
        ).files()
    }
}
