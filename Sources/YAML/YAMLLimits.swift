/// The bounds on a document, so that no file, however hostile, costs more than a moment.
///
/// They are far above what a strategy file needs.
public enum YAMLLimits {
    /// The largest file, in bytes.
    public static let bytes = 1 << 20
    /// The deepest nesting of lists and mappings, aliases followed.
    public static let depth = 32
    /// The most nodes (keys and values), with every alias counted as the nodes it stands for.
    public static let nodes = 20_000
    /// The most faults that are kept: a file may have thousands of the same kind.
    public static let faults = 100
}
