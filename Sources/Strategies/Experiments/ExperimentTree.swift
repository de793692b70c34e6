/// A tree at which every head of an experiment is measured.
public struct ExperimentTree: Sendable {
    /// Its name in tables: as written, or the builder and the values that are written: "dynamic-5-6-24".
    public let name: String

    /// The experiment's strategy with this tree and nothing about training.
    public let strategy: Strategy
}
