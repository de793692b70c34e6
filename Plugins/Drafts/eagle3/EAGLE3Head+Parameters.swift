import Autograd
import LanguageModels
import Tensors

extension EAGLE3Head {
    /// The trained parts as the checkpoint stores them, widened to single precision, which changes no number.
    ///
    /// - Returns: Matrices `[outputs, inputs]`, then norms `[1, width]`, by SafeAILab's names.
    /// - Throws: `ModelError` if a tensor is missing or misshapen.
    func parameters() throws -> NamedMatrices<Float> {
        var reader = TensorReader(checkpoint, rename: Self.storedName(in: checkpoint))
        var parameters = NamedMatrices<Float>()
        let shapes = EAGLE3Parameter.matrices(configuration, targetWidth: target.configuration.hiddenSize)
        for (name, rows, columns) in shapes {
            let numbers = try reader.matrix(name, rows: rows, columns: columns).widened()
            parameters.append(name, DenseMatrix(numbers, rows: rows, columns: columns))
        }
        for name in EAGLE3Parameter.norms(configuration) {
            parameters.append(name, DenseMatrix(row: try reader.vector(name, count: configuration.hiddenSize)))
        }
        return parameters
    }

    /// The head's own embedding table; nil where it is the target's, number for number.
    var ownEmbedding: WeightMatrix? {
        guard checkpoint.entry(Self.storedName(in: checkpoint)("embed_tokens.weight")) != nil else { return nil }
        return embedding.holdsNumbers(of: target.embedding) ? nil : embedding
    }

    /// The format in which the checkpoint stores the head; single precision where tensors differ, which holds them all.
    var storedFormat: StorageFormat {
        let names = EAGLE3Parameter.matrices(configuration, targetWidth: target.configuration.hiddenSize).map(\.name)
        let stored = (names + EAGLE3Parameter.norms(configuration) + ["embed_tokens.weight"]).map(
            Self.storedName(in: checkpoint))
        let formats = Set(stored.compactMap { checkpoint.format(of: $0) })
        return formats.count == 1 ? formats.first ?? .float32 : .float32
    }
}
