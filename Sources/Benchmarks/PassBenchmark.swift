import LanguageModels
import Speculation
import Tensors

/// The time of one pass of the target over the nodes of a tree, with the logits of all of them.
public struct PassFigure: Sendable, Encodable {
    /// The number of nodes, the root included; 1 is plain decoding.
    public let n: Int

    /// The number of tokens before the root.
    public let context: Int

    /// The median time of a pass.
    public let seconds: Double
}

/// Measures passes of the target.
struct PassBenchmark {
    let model: Transformer
    let counts: [Int]
    let repetitions: Repetitions

    /// The figures at one context, whose keys and values are random.
    func figures(context: Int) throws -> [PassFigure] {
        var session = try TransformerSession(model)
        let heads = model.configuration.heads
        let past = RandomMatrix.make(rows: context + (counts.max() ?? 1), columns: heads.groups * heads.width)
        for layer in session.cache.stores.indices {
            session.cache.stores[layer].write(keys: past, values: past, at: 0)
        }
        session.cache.append(context)
        let vocabulary = model.configuration.vocabularySize
        let batches = counts.map {
            LayerBatch.tree(past: context, parents: BenchmarkTree.parents(of: $0), depths: BenchmarkTree.depths(of: $0))
        }
        let times = try repetitions.medians(of: counts.count) { piece in
            let tokens = (0..<counts[piece]).map { 7 * $0 % vocabulary }
            try session.run(tokens, in: batches[piece], logits: .all)
        }
        return zip(counts, times).map { PassFigure(n: $0, context: context, seconds: $1) }
    }

    /// The figures of reading prompts of ``counts`` tokens.
    func promptFigures() throws -> [PassFigure] {
        let vocabulary = model.configuration.vocabularySize
        let times = try repetitions.medians(of: counts.count) { piece in
            var session = try TransformerSession(model)
            try session.read((0..<counts[piece]).map { 7 * $0 % vocabulary })
        }
        return zip(counts, times).map { PassFigure(n: $0, context: 0, seconds: $1) }
    }
}
