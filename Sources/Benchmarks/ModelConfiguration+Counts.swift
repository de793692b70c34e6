public import LanguageModels

/// Counts of weights; the largest integer where a configuration asks for more.
extension ModelConfiguration {
    /// The number of weights, norms and biases aside, which are few.
    public var parameterCount: Int {
        readParameterCount.adding(tiesEmbeddings ? 0 : vocabularySize.times(hiddenSize))
    }

    /// The number of weights that one pass of many rows reads: all but the embedding table, unless that is the output head too.
    public var readParameterCount: Int {
        projections.reduce(vocabularySize.times(hiddenSize)) { sum, shape in
            sum.adding(shape.rows.times(shape.columns).times(shape.count))
        }
    }

    /// The number of weights of an EAGLE-3 head of this shape.
    var headParameterCount: Int {
        let (queries, keys) = (headCount * headWidth, keyValueHeadCount * headWidth)
        return hiddenSize.times(
            3 * hiddenSize + 3 * queries + 4 * keys + 3 * intermediateSize + min(vocabularySize, 32_000))
    }
}

extension Int {
    fileprivate func times(_ other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }

    fileprivate func adding(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
