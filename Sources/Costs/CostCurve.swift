/// Seconds of one kind of pass by its size and by the context's length: known at a few points, interpolated between.
///
/// Linear between sizes and between contexts. Beyond the largest size the last slope goes on; before the first and
/// beyond the last context the nearest one holds. Decoding refines a curve by a factor for each size, so that the shape
/// over the contexts stays as it was measured.
public struct CostCurve: Sendable, Equatable {
    /// The sizes that were measured, ascending: rows of a pass, each at least 1.
    public let sizes: [Int]

    /// The contexts that were measured, ascending: tokens before the pass.
    public let contexts: [Int]

    /// What was measured, in seconds, row-major `[contexts.count, sizes.count]`.
    public let seconds: [Double]

    /// What decoding has found each size to take, as a multiple of what was measured, `[sizes.count]`.
    public private(set) var corrections: [Double]

    /// How many observations have corrected each size, `[sizes.count]`.
    private var observations: [Double]

    /// Makes a curve of measured points; nil if the numbers are none.
    ///
    /// - Parameters:
    ///   - sizes: Ascending, each at least 1.
    ///   - contexts: Ascending, none negative.
    ///   - seconds: Row-major `[contexts.count, sizes.count]`, finite and not negative.
    public init?(sizes: [Int], contexts: [Int], seconds: [Double]) {
        let ascends = { (list: [Int]) in zip(list, list.dropFirst()).allSatisfy { $0 < $1 } }
        guard let smallest = sizes.first, let shortest = contexts.first, smallest >= 1, shortest >= 0,
            ascends(sizes), ascends(contexts), seconds.count == sizes.count * contexts.count,
            seconds.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { return nil }
        self.sizes = sizes
        self.contexts = contexts
        self.seconds = seconds
        corrections = [Double](repeating: 1, count: sizes.count)
        observations = [Double](repeating: 0, count: sizes.count)
    }

    /// A straight line that no context changes.
    ///
    /// - Parameters:
    ///   - first: Seconds of size 1.
    ///   - step: Seconds of each further row.
    /// - Returns: The curve.
    public static func line(first: Double, step: Double) -> CostCurve {
        guard let curve = CostCurve(sizes: [1, 2], contexts: [0], seconds: [first, first + step]) else {
            preconditionFailure("a pass of \(first) seconds and \(step) for each further row")
        }
        return curve
    }

    /// The seconds that a pass takes.
    ///
    /// - Parameters:
    ///   - size: Rows of the pass, at least 1; what is smaller than the smallest size costs as much as that.
    ///   - context: Tokens before it.
    /// - Returns: Seconds, never negative.
    public func seconds(size: Int, context: Int) -> Double {
        let (column, share) = Self.place(of: size, among: sizes, extrapolates: true)
        return max(value(column, context) * (1 - share) + value(column + 1, context) * share, 0)
    }

    /// The seconds of passes of all sizes from 1 on, as ``seconds(size:context:)`` gives them.
    ///
    /// - Parameters:
    ///   - count: How many sizes.
    ///   - context: Tokens before the pass.
    ///   - list: Becomes the seconds, `[count]`; its memory is used again.
    public func list(upTo count: Int, context: Int, in list: inout [Double]) {
        list.removeAll(keepingCapacity: true)
        var column = -1
        var (low, high) = (0.0, 0.0)
        for size in stride(from: 1, through: count, by: 1) {
            let (place, share) = Self.place(of: size, among: sizes, extrapolates: true)
            if place != column {
                column = place
                (low, high) = (value(place, context), value(place + 1, context))
            }
            list.append(max(low * (1 - share) + high * share, 0))
        }
    }

    /// Lets an observed pass pull the curve towards what it took.
    ///
    /// The factors of the two neighbouring sizes move at once by most of the way when they have hardly been observed, and
    /// by an eighth of it later. One observation counts for at most twice or half of what was expected, so that a pass
    /// that was interrupted leaves little trace. Sizes that have never been observed follow by half: a machine that is
    /// busier than when it was measured is busier at every size.
    ///
    /// - Parameters:
    ///   - size: Rows of the pass.
    ///   - context: Tokens before it.
    ///   - observed: The seconds that it took.
    public mutating func refine(size: Int, context: Int, observed: Double) {
        let expected = seconds(size: size, context: context)
        guard expected > 0, observed > 0, observed.isFinite else { return }
        let change = min(max(observed / expected, 0.5), 2) - 1
        let (column, share) = Self.place(of: size, among: sizes, extrapolates: false)
        for place in sizes.indices {
            let weight = place == column ? 1 - share : place == column + 1 ? share : 0
            let gain = max(1 / (observations[place] + 2), 0.125)
            if weight > 0 {
                corrections[place] *= 1 + change * weight * gain
                observations[place] += weight
            } else if observations[place] == 0 {
                corrections[place] *= 1 + change * gain / 2
            }
        }
    }

    /// One size's seconds, interpolated between contexts.
    private func value(_ column: Int, _ context: Int) -> Double {
        let column = min(column, sizes.count - 1)
        let (row, share) = Self.place(of: context, among: contexts, extrapolates: false)
        let low = seconds[row * sizes.count + column]
        let high = seconds[min(row + 1, contexts.count - 1) * sizes.count + column]
        return (low * (1 - share) + high * share) * corrections[column]
    }

    /// The point at or before a number, and how far the number is on the way to the next point.
    private static func place(of number: Int, among points: [Int], extrapolates: Bool) -> (Int, share: Double) {
        guard points.count > 1, number > points[0] else { return (0, 0) }
        var place = 0
        while place < points.count - 2 && points[place + 1] <= number { place += 1 }
        let share = Double(number - points[place]) / Double(points[place + 1] - points[place])
        return (place, extrapolates ? share : min(share, 1))
    }
}
