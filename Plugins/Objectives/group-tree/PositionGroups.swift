package import Speculation

/// Groups of adjacent positions of one sequence, among which rewards are compared.
package struct PositionGroups {
    /// The positions of each group, ascending.
    package let groups: [[Int]]

    /// Chooses non-overlapping groups at random.
    ///
    /// Every run of adjacent candidates is cut into blocks from a random offset, and `count` of all blocks are drawn.
    /// Where no run is long enough for a block, the longest run is the only group.
    ///
    /// - Parameters:
    ///   - count: The most groups.
    ///   - size: Positions of a group.
    ///   - candidates: Positions at which a tree can grow, ascending.
    ///   - random: The source of chance.
    package init(_ count: Int, of size: Int, among candidates: [Int], using random: inout SeededRandom) {
        let runs = Self.runs(of: candidates)
        var blocks: [[Int]] = []
        for run in runs where run.count >= size {
            let spare = run.count % size
            let offset = Int(random.uniform() * Double(spare + 1))
            for start in stride(from: offset, through: run.count - size, by: size) {
                blocks.append(Array(run[start..<start + size]))
            }
        }
        if blocks.isEmpty {
            groups = runs.max { $0.count < $1.count }.map { [$0] } ?? []
        } else {
            random.shuffle(&blocks)
            groups = blocks.prefix(count).sorted { $0[0] < $1[0] }
        }
    }

    private static func runs(of candidates: [Int]) -> [[Int]] {
        var runs: [[Int]] = []
        for position in candidates {
            if let last = runs.last?.last, last + 1 == position {
                runs[runs.count - 1].append(position)
            } else {
                runs.append([position])
            }
        }
        return runs
    }
}
