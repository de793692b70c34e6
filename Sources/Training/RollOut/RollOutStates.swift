public import Autograd

/// The states that a roll-out's passes gave: those of the first pass by position, and those of nodes by number.
public struct RollOutStates {
    private let first: Variable<Float>
    private let firstPosition: Int

    /// The outputs of the passes over nodes, and where each node's row is.
    private var outputs: [Variable<Float>] = []
    private var rows: [(pass: Int, row: Int)] = []

    /// Begins with the first pass.
    ///
    /// - Parameters:
    ///   - first: Its states, `[positions, width]`.
    ///   - firstPosition: The position of its first row.
    public init(_ first: Variable<Float>, firstPosition: Int) {
        self.first = first
        self.firstPosition = firstPosition
    }

    /// How many nodes have been run.
    public var nodeCount: Int { rows.count }

    /// Takes the states of nodes, which are numbered on.
    ///
    /// - Parameter states: `[nodes, width]`.
    public mutating func append(_ states: Variable<Float>) {
        for row in 0..<states.rows { rows.append((outputs.count, row)) }
        outputs.append(states)
    }

    /// The states of places, gathered from each pass at once.
    ///
    /// - Parameter places: Positions, and nodes that have been run.
    /// - Returns: `[places.count, width]`.
    public func gathered(_ places: [RollOutPlace]) -> Variable<Float> {
        var wanted: [(pass: Int, rows: [Int])] = []
        var origins: [(part: Int, row: Int)] = []
        for place in places {
            let (pass, row) = origin(of: place)
            let part = wanted.firstIndex { $0.pass == pass } ?? wanted.count
            if part == wanted.count { wanted.append((pass, [])) }
            origins.append((part, wanted[part].rows.count))
            wanted[part].rows.append(row)
        }
        let parts = wanted.map { ($0.pass < 0 ? first : outputs[$0.pass]).gatheringRows($0.rows) }
        guard parts.count != 1 else { return parts[0] }
        guard !parts.isEmpty else { return first.gatheringRows([]) }
        var starts = [0]
        for part in parts { starts.append(starts[starts.count - 1] + part.rows) }
        return Variable.stacked(parts).gatheringRows(origins.map { starts[$0.part] + $0.row })
    }

    /// Which pass a place's state is of, -1 being the first, and its row there.
    private func origin(of place: RollOutPlace) -> (pass: Int, row: Int) {
        switch place {
        case .position(let position): (-1, position - firstPosition)
        case .node(let number): rows[number]
        }
    }
}
