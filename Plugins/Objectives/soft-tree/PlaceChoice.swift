import Speculation

/// After which positions of a sequence trees are grown.
struct PlaceChoice: Sendable {
    /// How positions are chosen.
    enum Rule: String, CaseIterable {
        /// All of them, or as many as `positions` says, at random.
        case uniform

        /// Those where decoding would begin a round: from one the accepted path and the bonus token lead to the next.
        case visited
    }

    private let rule: Rule
    private let most: Int
    private let walks: Int

    init(from options: inout OptionReader) {
        rule = options.choice(
            "places", default: .visited,
            help: "Grow trees where decoding would begin its rounds, or anywhere with equal chance.")
        most = options.integer(
            "positions", default: 0, in: 0...1_000_000,
            help: "Most trees a sequence with places: uniform, drawn at random; 0 is all.")
        walks = options.integer(
            "walks", default: 4, in: 1...1024,
            help: "Parts of a sequence that decoding's rounds are followed through at once, with places: visited.")
    }

    /// The chosen positions, ascending, with the current draft's trees.
    func trees<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> (positions: [Int], trees: [TokenTree]) {
        var positions = sequence.treePositions
        switch rule {
        case .uniform:
            if most > 0 && positions.count > most {
                random.shuffle(&positions)
                positions = positions.prefix(most).sorted()
            }
            return (positions, positions.isEmpty ? [] : try bench.trees(at: positions, by: .current))
        case .visited: return try visited(among: positions, on: &bench, using: &random)
        }
    }

    /// Follows the rounds of greedy decoding along the sequence, several parts of it at a time.
    ///
    /// A part begins at a place that its own rounds would rarely begin at, but after a round or two it does not matter.
    private func visited<Bench: TrainingBench>(
        among positions: [Int], on bench: inout Bench, using random: inout SeededRandom
    ) throws -> (positions: [Int], trees: [TokenTree]) {
        guard !positions.isEmpty else { return ([], []) }
        let share = (positions.count + walks - 1) / walks
        // The first part begins where decoding does; an offset moves the others' beginnings about.
        let offset = Int(random.uniform() * Double(share))
        var ends = stride(from: offset + 1, to: positions.count, by: share).map { $0 }
        if ends.last != positions.count { ends.append(positions.count) }
        var fronts = [0] + ends.dropLast()
        var found: [Int: TokenTree] = [:]
        while true {
            let active = fronts.indices.filter { fronts[$0] < ends[$0] }
            guard !active.isEmpty else { break }
            let places = active.map { positions[fronts[$0]] }
            let trees = try bench.trees(at: places, by: .current)
            let opinions = try bench.opinions(on: trees, at: places, temperature: 0)
            for (index, walk) in active.enumerated() {
                found[places[index]] = trees[index]
                let next = places[index] + opinions[index].acceptedPath.count + 1
                var front = fronts[walk]
                while front < positions.count && positions[front] < next { front += 1 }
                fronts[walk] = front
            }
        }
        let visited = found.keys.sorted()
        return (visited, visited.compactMap { found[$0] })
    }
}
