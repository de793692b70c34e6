import Speculation

extension Corpus {
    /// A corpus in two parts, one of which is never trained on.
    public struct Split: Sendable {
        /// What to train on.
        public let training: Corpus

        /// What to measure on.
        public let heldOut: Corpus
    }

    /// Sets a share of the sequences aside, by their content alone.
    ///
    /// A sequence's side depends neither on its place nor on the others, so that a corpus that grows or is shuffled
    /// keeps them where they were, and copies of a sequence are on one side.
    ///
    /// - Parameter share: The expected share, between 0 and 1.
    /// - Returns: Both parts.
    /// - Throws: ``CorpusError`` if the share is out of range or one side would be empty.
    public func heldOut(share: Double) throws(CorpusError) -> Split {
        guard share > 0, share < 1 else { throw CorpusError.heldOut("\(share)") }
        return try split { Double($0.contentHash >> 11) * 0x1p-53 < share }
    }

    /// Sets a number of sequences aside, by their content alone: those with the smallest hashes.
    ///
    /// - Parameter count: How many, at least 1; copies of the last are held out with it.
    /// - Returns: Both parts.
    /// - Throws: ``CorpusError`` if the count is out of range or one side would be empty.
    public func heldOut(count: Int) throws(CorpusError) -> Split {
        guard count >= 1 else { throw CorpusError.heldOut("\(count)") }
        let hashes = sequences.map(\.contentHash).sorted()
        guard count < hashes.count else { throw CorpusError.split(heldOut: count, of: hashes.count) }
        let last = hashes[count - 1]
        return try split { $0.contentHash <= last }
    }

    private func split(_ isHeldOut: (TrainingSequence) -> Bool) throws(CorpusError) -> Split {
        let sides = sequences.map(isHeldOut)
        let heldOut = sides.count { $0 }
        guard heldOut > 0, heldOut < sides.count else {
            throw CorpusError.split(heldOut: heldOut, of: sides.count)
        }
        func part(_ side: Bool) -> Corpus { Corpus(part: zip(sequences, sides).filter { $1 == side }.map(\.0)) }
        return Split(training: part(false), heldOut: part(true))
    }
}

extension Corpus {
    /// A number that depends on the sequences and their order alone, the same on every machine and wherever the file lies.
    public var contentHash: UInt64 {
        var hash = ContentHash()
        for sequence in sequences { hash.combine(word: sequence.contentHash) }
        return hash.value
    }
}

extension TrainingSequence {
    /// A number that depends on tokens and marks alone, the same on every machine.
    fileprivate var contentHash: UInt64 {
        var hash = ContentHash()
        for (token, isAnswer) in zip(tokens, isAnswer) { hash.combine(token << 1 | (isAnswer ? 1 : 0)) }
        return hash.value
    }
}
