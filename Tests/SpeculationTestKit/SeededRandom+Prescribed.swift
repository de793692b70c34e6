public import Speculation

extension SeededRandom {
    /// A generator whose next three draws are given.
    ///
    /// The state of xoshiro256++ is found backwards: each of its outputs is a sum of two of its words, so that one word and
    /// the output give the other.
    ///
    /// - Parameter draws: What `uniform()` is to return first, in [0, 1), to a multiple of 2⁻⁵³.
    public init(drawing draws: (Double, Double, Double)) {
        let outputs = [draws.0, draws.1, draws.2].map { UInt64($0 * 0x1p53) << 11 }
        // The word that no output settles.
        let last: UInt64 = 0x9E37_79B9_7F4A_7C15
        func partner(of word: UInt64, giving output: UInt64) -> UInt64 { Self.rotated(output &- word, by: 41) &- word }
        // Words by their place in the state, first those of the third state, then of the second and the first.
        let mixed = Self.rotated(partner(of: last, giving: outputs[2]), by: 19)
        let secondFirst = last ^ mixed
        let secondLast = partner(of: secondFirst, giving: outputs[1])
        let secondSecond = mixed ^ secondLast
        let mixedBefore = Self.rotated(secondLast, by: 19)
        let first = secondFirst ^ mixedBefore
        let fourth = partner(of: first, giving: outputs[0])
        let second = mixedBefore ^ fourth
        let third = secondSecond ^ second ^ first
        self.init(state: [first, second, third, fourth])
    }

    private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
        (word << count) | (word >> (64 - count))
    }
}
