import Foundation

/// How tokens are drawn from the target: the one definition of the *warped* distribution.
///
/// The order is that of EAGLE's processors: temperature, then top-p, then top-k, each on what the one before left.
/// A verifier is exact with respect to this distribution. Temperature 0 is greedy: all probability on the largest
/// logit, the smallest token id where several are equal.
public struct SamplingRule: Sendable, Hashable, Codable {
    /// Divides the logits; 0 means greedy.
    public var temperature: Double

    /// Keeps the fewest most probable tokens whose probabilities reach this sum; 1 keeps all.
    public var topP: Double

    /// Keeps at most this many most probable tokens; 0 keeps all.
    public var topK: Int

    /// Describes a rule.
    ///
    /// - Parameters:
    ///   - temperature: 0 or more; 0 means greedy.
    ///   - topP: In (0, 1]; 1 keeps all tokens.
    ///   - topK: 0 keeps all tokens.
    public init(temperature: Double = 0, topP: Double = 1, topK: Int = 0) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
    }

    /// Whether the most probable token is always taken.
    public var isGreedy: Bool { temperature == 0 }

    /// The distribution over the vocabulary that a row of logits stands for, `[vocabularySize]`, summing to 1.
    ///
    /// - Parameter logits: One row, `[vocabularySize]`.
    /// - Complexity: O(vocabulary), or O(vocabulary · log vocabulary) with top-p or top-k.
    /// - Returns: One probability for each token.
    public func distribution(of logits: ArraySlice<Float>) -> [Double] {
        var probabilities: [Double] = []
        write(distributionOf: logits, into: &probabilities)
        return probabilities
    }

    /// Writes the distribution that a row of logits stands for into a list that keeps its room.
    ///
    /// - Parameters:
    ///   - logits: One row, `[vocabularySize]`.
    ///   - probabilities: Overwritten, `[vocabularySize]`.
    /// - Complexity: O(vocabulary), or O(vocabulary · log vocabulary) with top-p or top-k.
    public func write(distributionOf logits: ArraySlice<Float>, into probabilities: inout [Double]) {
        let best = Self.argmax(logits)
        probabilities.removeAll(keepingCapacity: true)
        guard !isGreedy else {
            for index in 0..<logits.count { probabilities.append(index == best ? 1 : 0) }
            return
        }
        let largest = Double(logits[logits.startIndex + best])
        var sum = 0.0
        for logit in logits {
            let weight = exp((Double(logit) - largest) / temperature)
            probabilities.append(weight)
            sum += weight
        }
        for index in probabilities.indices { probabilities[index] /= sum }
        truncate(&probabilities)
    }

    /// Draws the token that follows a row of logits.
    ///
    /// - Parameters:
    ///   - logits: One row, `[vocabularySize]`.
    ///   - random: Consulted once; not at all when greedy.
    /// - Returns: A token of positive probability.
    public func draw(from logits: ArraySlice<Float>, using random: inout SeededRandom) -> Token {
        var room: [Double] = []
        return draw(from: logits, using: &random, room: &room)
    }

    /// Draws the token that follows a row of logits, in room that is used again from draw to draw.
    ///
    /// - Parameters:
    ///   - logits: One row, `[vocabularySize]`.
    ///   - random: Consulted once; not at all when greedy.
    ///   - room: What it holds plays no part.
    /// - Returns: A token of positive probability.
    public func draw(
        from logits: ArraySlice<Float>, using random: inout SeededRandom, room: inout [Double]
    ) -> Token {
        if isGreedy { return Self.argmax(logits) }
        write(distributionOf: logits, into: &room)
        return random.index(weightedBy: room)
    }

    /// The position of the largest logit, the first where several are equal.
    ///
    /// - Parameter logits: One row, none of them NaN.
    /// - Returns: A place in the row, counted from 0.
    public static func argmax(_ logits: ArraySlice<Float>) -> Int {
        logits.withUnsafeBufferPointer { row in
            var best = 0
            for start in stride(from: 1, to: row.count, by: stretch) {
                let end = min(start + stretch, row.count)
                // Most stretches of a long row hold nothing larger.
                if end == start + stretch && !holdsMore(than: row[best], in: row, from: start) { continue }
                for index in start..<end where row[index] > row[best] { best = index }
            }
            return best
        }
    }

    /// How many numbers are passed over at a time.
    private static let stretch = 64

    private static func holdsMore(
        than bound: Float, in row: UnsafeBufferPointer<Float>, from start: Int
    ) -> Bool {
        let bytes = UnsafeRawBufferPointer(row)
        let size = MemoryLayout<SIMD8<Float>>.size
        var more = SIMDMask<SIMD8<Int32>>(repeating: false)
        for vector in 0..<stretch / 8 {
            let numbers = bytes.loadUnaligned(
                fromByteOffset: start * MemoryLayout<Float>.size + vector * size, as: SIMD8<Float>.self)
            more .|= numbers .> bound
        }
        return any(more)
    }

    /// Applies top-p, then top-k, and renormalises; ties are kept in order of token id.
    private func truncate(_ probabilities: inout [Double]) {
        guard topP < 1 || topK > 0 else { return }
        let order = probabilities.indices.sorted {
            probabilities[$0] == probabilities[$1] ? $0 < $1 : probabilities[$0] > probabilities[$1]
        }
        var kept = order.count
        if topP < 1 {
            var sum = 0.0
            for (place, token) in order.enumerated() {
                sum += probabilities[token]
                if sum >= topP {
                    kept = place + 1
                    break
                }
            }
        }
        if topK > 0 { kept = min(kept, topK) }
        for token in order[kept...] { probabilities[token] = 0 }
        let total = probabilities.reduce(0, +)
        for index in probabilities.indices { probabilities[index] /= total }
    }
}
