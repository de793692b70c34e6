import Speculation

/// The order in which sequences are trained on: each epoch is a shuffle of its own, which a seed determines.
///
/// Nothing is remembered but the seed, so training that goes on from any place sees what it would have seen.
struct DataOrder: Sendable {
    private let count: Int
    private let seed: UInt64
    private var epoch = -1
    private var order: [Int] = []

    /// Separates these draws from all others of the seed.
    private static let stream: UInt64 = 0xDA7A_0000_0000_0000

    init(count: Int, seed: UInt64) {
        precondition(count > 0, "nothing to order")
        self.count = count
        self.seed = seed
    }

    /// The sequence at a place of the endless order.
    mutating func sequence(at place: Int) -> Int {
        if place / count != epoch {
            epoch = place / count
            order = Array(0..<count)
            var random = SeededRandom(seed: seed, stream: Self.stream | UInt64(epoch))
            random.shuffle(&order)
        }
        return order[place % count]
    }
}
