extension ComparisonResult {
    /// A sentence for each of the first answers that are not plain decoding's, and one about the others.
    var differenceSentences: [String] {
        let shown = 10
        var sentences = differences.prefix(shown).map(\.sentence)
        let rest = differences.count - sentences.count
        if rest > 0 { sentences.append("\(rest) more answers differ from plain decoding; the JSON lists all.") }
        return sentences
    }
}
