/// How fast one kernel is.
public struct KernelFigure: Sendable, Encodable {
    /// What it computes: a projection's name, or "attention".
    public let name: String

    /// How its weights, or keys and values, are stored.
    public let dtype: String

    /// How far its inputs are rounded.
    public let inputs: String

    /// The rows of the weights; for attention, the positions that are seen.
    public let rows: Int

    /// The columns of the weights; for attention, the width of all query heads.
    public let columns: Int

    /// The number of input rows.
    public let n: Int

    /// The median time of a call.
    public let seconds: Double

    /// The bytes that must move, over the time, in 10⁹ per second.
    public let gigabytesPerSecond: Double

    /// The operations, over the time, in 10⁹ per second.
    public let gigaflops: Double

    /// The time that the nearer of the two bounds permits, as a share of the time taken.
    public let shareOfBound: Double

    /// The rate of reading a working set of this size, on which the share is based.
    public let streamGigabytesPerSecond: Double

    private enum CodingKeys: String, CodingKey {
        case name, dtype, inputs, rows, columns, n, seconds
        case gigabytesPerSecond = "gbps"
        case gigaflops = "gflops"
        case shareOfBound = "of_bound"
        case streamGigabytesPerSecond = "stream_gbps"
    }
}
