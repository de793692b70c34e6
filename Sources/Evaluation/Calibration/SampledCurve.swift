import Costs

/// Samples of a cost curve's points on their way to medians.
struct SampledCurve {
    let sizes: [Int]
    let contexts: [Int]
    private var samples: [[Double]]

    init(sizes: [Int], contexts: [Int]) {
        self.sizes = sizes
        self.contexts = contexts
        samples = [[Double]](repeating: [], count: sizes.count * contexts.count)
    }

    /// Adds an observation of one size at one context.
    mutating func add(_ seconds: Double, size place: Int, context: Int) {
        samples[context * sizes.count + place].append(seconds)
    }

    /// The curve of the medians.
    ///
    /// A draft may have had nothing to run at some size: the sizes that were never seen are left out, and a curve of
    /// none at all costs nothing, for then there is no such pass.
    func curve() -> CostCurve {
        let columns = sizes.indices.filter { column in
            contexts.indices.allSatisfy { !samples[$0 * sizes.count + column].isEmpty }
        }
        let seconds = contexts.indices.flatMap { row in
            columns.map { samples[row * sizes.count + $0].median ?? 0 }
        }
        return CostCurve(sizes: columns.map { sizes[$0] }, contexts: contexts, seconds: seconds)
            ?? .line(first: 0, step: 0)
    }
}
