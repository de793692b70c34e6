/// An experiment file as resolved: arms that are trained alike and measured alike, ready to be run.
public struct Experiment: Sendable {
    /// What the head that nobody trained is called; no arm may have this name.
    public static let startName = "start"

    /// Its name: as written, or the file's name without its ending.
    public let name: String

    /// What it is for: the file's opening comment line; nil when there is none.
    public let comment: String?

    /// The file it was read from, as the user named it.
    public let file: String

    /// What every arm may spend on each seed.
    public let budget: ExperimentBudget

    /// Where the randomness starts, once for each training of an arm.
    public let seeds: [UInt64]

    /// What is compared, names distinct.
    public let arms: [ExperimentArm]

    /// The trees at which heads are measured, at least one, names distinct.
    public let trees: [ExperimentTree]

    /// The strategy as the file gives it, without anything about training: what all arms start from.
    public let start: Strategy

    /// The same experiment with some of its arms.
    ///
    /// - Parameter names: Names of arms.
    /// - Returns: Nil if an arm of this experiment does not have each of the names.
    public func keeping(arms names: [String]) -> Experiment? {
        guard names.allSatisfy({ name in arms.contains { $0.name == name } }) else { return nil }
        return Experiment(
            name: name, comment: comment, file: file, budget: budget, seeds: seeds,
            arms: arms.filter { names.contains($0.name) }, trees: trees, start: start)
    }
}
