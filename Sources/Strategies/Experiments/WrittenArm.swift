import Speculation

/// An arm as an experiment file holds it, its keys told apart.
struct WrittenArm {
    /// Its name in tables.
    let name: String

    /// Where it stands.
    let place: OptionPlace

    /// The section `train` of its strategies.
    let objective: OptionMember

    /// What it adds to the trainer's options, or has in their place.
    let trainer: [OptionMember]

    /// The tree that it is trained with; nil is the strategy's own.
    let tree: OptionMember?

    /// Keys of an arm that are not the objective's.
    ///
    /// An objective's option of such a name could not be given in an experiment.
    static let ownKeys: [String] = {
        var options = OptionReader.describing()
        describeOwnKeys(in: &options)
        return options.readings.map(\.name)
    }()

    /// Lists ``ownKeys`` with what they mean.
    static func describeOwnKeys(in options: inout OptionReader) {
        options.describe(
            "name", type: "text", absent: "the objective with the options that are written",
            help: "What tables call the arm.")
        options.describe(
            "trainer", type: "section", absent: "the experiment's",
            help: "Options of the section 'trainer' that this arm has in place of the experiment's.")
        options.describe(
            "tree", type: "section", absent: "the experiment's", help: "The tree that this arm is trained for.")
    }

    /// The trainer's options: the experiment's, those of the arm in their place, the limits and the seed.
    func trainer(over common: [OptionMember], limits: [OptionMember], seed: UInt64) -> OptionMember {
        let kept = common.filter { shared in !trainer.contains { $0.name == shared.name } }
        let seed = OptionMember(
            name: "seed", place: place, value: OptionValue(.integer(Int(seed)), text: "\(seed)", at: place))
        return OptionMember(
            name: "trainer", place: place,
            value: OptionValue(.map(kept + trainer + limits + [seed]), at: place))
    }
}
