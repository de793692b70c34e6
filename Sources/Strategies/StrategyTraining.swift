public import Speculation

/// How a strategy's draft is trained: what only `espalier train` reads of a file.
public struct StrategyTraining: Sendable {
    /// What the draft is trained for: the section `train`.
    public let objective: Selection<any Objective>

    /// How long, how fast and on what: the section `trainer`.
    public let trainer: TrainerOptions

    /// The trainer's options as read, defaults included.
    public let trainerReadings: [OptionReading]
}
