import Autograd
import LanguageModels
import Speculation
import Tensors

extension Transformer {
    /// The rows that make logits for a head that brings none, in a precision.
    ///
    /// - Throws: `ModelError` if they are not as wide as the head.
    func outputRows(
        _ vocabulary: DraftVocabulary, of head: EAGLE3Configuration, in precision: ProductPrecision
    ) throws -> WeightMatrix {
        if vocabulary.targetTokens.count == configuration.vocabularySize, configuration.hiddenSize == head.hiddenSize {
            return outputHead
        }
        let rows = try storedOutputRows(vocabulary.targetTokens, width: head.hiddenSize)
        do {
            let matrix = try WeightMatrix(rows).converted(to: precision.storage, isSensitive: true)
            return matrix.rounding(inputs: precision.inputs(for: matrix.format))
        } catch {
            throw self.error("tensor 'lm_head.weight': \(error)")
        }
    }

    /// The rows that make the logits of some tokens, as they are stored, whatever the target multiplies by.
    ///
    /// - Throws: `ModelError` if they are of another width.
    func storedOutputRows(_ tokens: [Token], width: Int) throws -> Matrix {
        guard configuration.hiddenSize == width else {
            throw error(
                "a head of width \(width) that brings no 'lm_head.weight' cannot use this model's rows of width "
                    + "\(configuration.hiddenSize)")
        }
        var reader = tensors
        let name = "lm_head.weight"
        let stored =
            reader.has(name)
            ? try reader.storedMatrix(name, rows: configuration.vocabularySize, columns: width) : embedding
        var rows = Matrix(rows: 0, columns: width)
        stored.lookUp(tokens.map { Int($0) }, into: &rows)
        return rows
    }
}
