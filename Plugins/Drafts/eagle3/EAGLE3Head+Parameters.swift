import Autograd
import LanguageModels
import Tensors

extension EAGLE3Head {
    /// The trained parts as the checkpoint stores them, widened to single precision, which changes no number.
    ///
    /// - Returns: Matrices `[outputs, inputs]`, then vectors `[1, width]`, by SafeAILab's names.
    /// - Throws: `ModelError` if a tensor is missing or misshapen.
    func parameters() throws -> NamedMatrices<Float> {
        var reader = TensorReader(checkpoint, rename: EAGLE3Tensors(checkpoint).storedName)
        var parameters = NamedMatrices<Float>()
        for part in EAGLE3Parameter.all(configuration) {
            parameters.append(part.name, try parameter(part, from: &reader))
        }
        return parameters
    }

    private func parameter(_ part: EAGLE3Parameter, from reader: inout TensorReader) throws -> DenseMatrix<Float> {
        guard part.isStored(by: configuration) else {
            return DenseMatrix(
                try target.storedOutputRows(vocabulary.targetTokens, width: configuration.hiddenSize))
        }
        switch part.role {
        case .matrix:
            let numbers = try reader.matrix(part.name, rows: part.rows, columns: part.columns).widened()
            return DenseMatrix(numbers, rows: part.rows, columns: part.columns)
        case .norm, .bias: return DenseMatrix(row: try reader.vector(part.name, count: part.columns))
        }
    }

    /// The head's own embedding table; nil where it is the target's, number for number.
    var ownEmbedding: WeightMatrix? {
        guard EAGLE3Tensors(checkpoint).has("embed_tokens.weight") else { return nil }
        return embedding.holdsNumbers(of: target.embedding) ? nil : embedding
    }

    /// The format in which the checkpoint stores the head; single precision where tensors differ, which holds them all.
    var storedFormat: StorageFormat {
        let names = EAGLE3Parameter.all(configuration).map(\.name) + ["embed_tokens.weight"]
        let stored = names.map(EAGLE3Tensors(checkpoint).storedName)
        let formats = Set(stored.compactMap { checkpoint.format(of: $0) })
        return formats.count == 1 ? formats.first ?? .float32 : .float32
    }
}
