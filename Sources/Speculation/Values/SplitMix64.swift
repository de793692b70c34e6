/// Words that look random, made from a counter: SplitMix64 (Steele, Lea and Flood, 2014).
package struct SplitMix64 {
    private var counter: UInt64

    /// Starts a sequence.
    package init(from counter: UInt64) { self.counter = counter }

    /// The next word.
    @inline(__always)
    package mutating func next() -> UInt64 {
        counter &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(counter)
    }

    /// A word whose every bit depends on every bit of another.
    @inline(__always)
    package static func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
