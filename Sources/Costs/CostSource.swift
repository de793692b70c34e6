/// Where a builder wants its costs from.
public enum CostSource: Sendable, Hashable {
    /// Measured on this machine, and refined while decoding: trees may differ from run to run, the output's law never.
    case measured

    /// A calibration file at a path, taken as it is: equal runs grow equal trees.
    case file(String)
}
