import Runtime
import Speculation
import Strategies

/// Files that were checked, with every default filled in, and what was found out about them.
struct CheckListing: Encodable {
    /// A strategy or an experiment.
    struct Entry {
        let resolved: [String: OptionValue]
        let resolvedText: String

        /// The objectives that its file names; none for a strategy that is not to be trained.
        let objectives: [String]

        /// Why its draft cannot be trained; nil where it can.
        let obstacle: String?

        /// Whether what it names was opened.
        let isOpened: Bool
    }

    let strategies: [Entry]
    let experiments: [Entry]

    init(_ strategies: [Strategy], _ experiments: [Experiment], opened: Bool) {
        self.strategies = strategies.map { strategy in
            Entry(
                resolved: strategy.resolved, resolvedText: strategy.resolvedText,
                objectives: [strategy.training?.objective.name].compactMap { $0 },
                obstacle: strategy.obstacleToTraining, isOpened: opened)
        }
        self.experiments = experiments.map { experiment in
            Entry(
                resolved: experiment.resolved, resolvedText: experiment.resolvedText,
                objectives: experiment.arms.compactMap { $0.runs.first?.strategy.training?.objective.name },
                obstacle: experiment.start.obstacleToTraining, isOpened: opened)
        }
    }

    /// The files as they would be written in full, each with comments about it at its end.
    var text: String { (strategies + experiments).map(\.text).joined(separator: "\n") }
}

extension CheckListing.Entry {
    fileprivate var text: String {
        resolvedText + "# trainable: \(trainability)\n"
            + (isOpened ? "# opened: what it names is there and fits\n" : "")
    }

    private var trainability: String {
        if let obstacle { return "no, \(obstacle)" }
        guard !objectives.isEmpty else { return "yes, with a section 'train' that names an objective" }
        var names: [String] = []
        for name in objectives where !names.contains(name) { names.append(name) }
        return "yes, with objective \(names.joined(separator: ", "))"
    }
}

extension CheckListing.Entry: Encodable {
    /// The sections of the file, and what was found out.
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, value) in resolved { try container.encode(value, forKey: Key(stringValue: name)) }
        try container.encode(obstacle == nil, forKey: Key(stringValue: "trainable"))
        try container.encode(obstacle, forKey: Key(stringValue: "obstacle_to_training"))
        try container.encode(isOpened, forKey: Key(stringValue: "opened"))
    }
}
