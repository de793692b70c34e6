import Foundation

/// A small, fast generator whose whole state is four words: xoshiro256++ (Blackman and Vigna, 2019).
///
/// The same seed gives the same sequence on every machine, which the standard library's generator does not promise.
public struct SeededRandom: RandomNumberGenerator, Chance, Sendable, Hashable, Codable {
    private var state: [UInt64]

    /// Starts a sequence.
    ///
    /// - Parameters:
    ///   - seed: Any number; it is spread over the state by SplitMix64.
    ///   - stream: Separates sequences of the same seed, for example one for each prompt.
    public init(seed: UInt64, stream: UInt64 = 0) {
        var words = SplitMix64(from: seed ^ (stream &* 0xD1B5_4A32_D192_ED03))
        state = (0..<4).map { _ in words.next() }
    }

    /// Goes on from a state of four words, not all of them 0.
    package init(state: [UInt64]) {
        precondition(state.count == 4 && state.contains { $0 != 0 }, "no state of xoshiro256++")
        self.state = state
    }

    /// A sequence of its own that follows from this one's state, which stays as it is.
    ///
    /// - Parameter stream: Separates several that follow from the same state.
    /// - Returns: A generator at its start.
    public func branch(_ stream: UInt64) -> SeededRandom {
        SeededRandom(seed: state[0] ^ Self.rotated(state[2], by: 32), stream: stream)
    }

    /// The next 64 bits of the sequence.
    public mutating func next() -> UInt64 {
        let result = Self.rotated(state[0] &+ state[3], by: 23) &+ state[0]
        let carried = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= carried
        state[3] = Self.rotated(state[3], by: 45)
        return result
    }

    /// A number in [0, 1), a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number of the standard normal distribution, by the method of Box and Muller.
    public mutating func normal() -> Double {
        // 1 - u lies in (0, 1], so that the logarithm is finite.
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// Puts elements into a random order, each as probable as any other (Fisher and Yates).
    ///
    /// - Parameter elements: Changed in place.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for place in elements.indices.dropFirst().reversed() {
            elements.swapAt(place, Int(uniform() * Double(place + 1)))
        }
    }

    private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
        (word << count) | (word >> (64 - count))
    }
}
