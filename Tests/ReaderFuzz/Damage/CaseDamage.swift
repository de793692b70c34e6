import Speculation

/// The cases of a reader: a sound file with damage that follows from a number; the same number, the same bytes.
struct CaseDamage {
    /// What is damaged.
    let samples: [Sample]

    private let suited: [[any FileDamage]]
    private let any: ByteDamage

    /// Prepares the damage to some samples.
    init(_ samples: [Sample]) {
        self.samples = samples
        suited = samples.map { $0.files.map { ByteDamage.suited(to: $0.name, $0.bytes) } }
        any = ByteDamage(others: samples.flatMap { $0.files.map(\.bytes) })
    }

    /// The file of a case.
    ///
    /// - Parameters:
    ///   - number: Which case it is.
    ///   - seed: Where chance starts.
    /// - Returns: The place of the sample, and what became of which of its files.
    func ofCase(_ number: Int, seed: UInt64) -> (sample: Int, file: String, bytes: [UInt8]) {
        var random = SeededRandom(seed: seed, stream: UInt64(number))
        let sample = Int.random(in: 0..<samples.count, using: &random)
        let file = Int.random(in: 0..<samples[sample].files.count, using: &random)
        var bytes = samples[sample].files[file].bytes
        // Most files get one wound: a file with several is refused for the first.
        let wounds = 1 + (random.next() % 4 == 0 ? Int.random(in: 1...3, using: &random) : 0)
        let knowing = Int.random(in: 0...wounds, using: &random)
        for _ in 0..<knowing { suited[sample][file].wound(&bytes, &random) }
        for _ in knowing..<wounds { any.wound(&bytes, &random) }
        return (sample, samples[sample].files[file].name, bytes)
    }
}
