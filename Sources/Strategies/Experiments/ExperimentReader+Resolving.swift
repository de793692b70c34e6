import Speculation
import YAML

extension ExperimentReader {
    /// Reads meaning into a file.
    ///
    /// - Throws: Every fault of the file.
    func resolve(_ file: ExperimentFile) throws(StrategyFaults) -> Experiment {
        var sections = strategies.sections(of: file.written)
        rejectUnknownSections(&sections)
        let name = strategies.strategyName(&sections)
        let (budget, place) = budget(&sections)
        let seeds = seeds(&sections)
        let common = trainer(&sections)
        let limits = budget.limits(at: place)
        // Read by itself too, so that its faults show where no arm is sound.
        let start = strategy(file.strategy(), &sections)
        checkTrainer(common + limits, of: file, &sections)
        let written = arms(&sections)
        rejectMany(written.count, on: seeds.count, &sections)
        // Where something is wrong already, one seed shows what else is.
        let read = sections.faults.isEmpty ? seeds : Array(seeds.prefix(1))
        let arms = written.map { arm in
            ExperimentArm(
                name: arm.name,
                runs: read.compactMap { seed in
                    let trainer = arm.trainer(over: common, limits: limits, seed: seed)
                    return strategy(file.strategy(tree: arm.tree, training: [arm.objective, trainer]), &sections)
                        .map { ExperimentRun(seed: seed, strategy: $0) }
                })
        }
        let trees = trees(of: file, &sections)
        guard sections.faults.isEmpty, let start else { throw sections.report }
        return Experiment(
            name: name, comment: file.written.comment, file: file.written.source.name, budget: budget, seeds: seeds,
            arms: arms, trees: trees, start: start)
    }

    /// Reads a strategy that the file makes, and takes over its faults; those of shared sections show once.
    func strategy(_ file: StrategyFile, _ sections: inout SectionReader) -> Strategy? {
        var reader = strategies.sections(of: file)
        let strategy = strategies.strategy(&reader)
        sections.takeFaults(of: reader)
        return strategy
    }

    /// The most trainings of one experiment: each takes minutes, and each is read as a strategy of its own.
    static let mostTrainings = 1000

    private func rejectMany(_ arms: Int, on seeds: Int, _ sections: inout SectionReader) {
        guard arms * seeds > Self.mostTrainings else { return }
        sections.fault(
            "\(arms.counting("arm")) on \(seeds.counting("seed")) are \(arms * seeds) trainings, and an experiment has at most "
                + "\(Self.mostTrainings)", at: sections.file["seeds"]?.place ?? sections.file.start)
    }

    private func rejectUnknownSections(_ sections: inout SectionReader) {
        if let section = sections.file["train"] {
            sections.fault(
                "an experiment has no section 'train': each of its arms names an objective", at: section.place)
        }
        sections.rejectUnknownSections(except: ["train"])
    }

    private func budget(_ sections: inout SectionReader) -> (ExperimentBudget, OptionPlace) {
        guard let section = sections.file["budget"] else {
            if let budget = overrides.budget { return (budget, .nowhere) }
            guard !sections.isMisspelt("budget") else { return (.steps(1), sections.file.start) }
            sections.fault(
                "section 'budget' is missing: it says what each arm may spend (known: flops, seconds, steps)",
                at: sections.file.start)
            return (.steps(1), sections.file.start)
        }
        let written = sections.options(of: "budget", example: "flops: 2e13", replacements: [:]) { options in
            ExperimentBudget(from: &options)
        }
        return overrides.budget.map { ($0, .nowhere) } ?? (written, section.place)
    }

    /// The seeds; a list of its own, not a section.
    private func seeds(_ sections: inout SectionReader) -> [UInt64] {
        var seeds: [UInt64] = []
        if let member = sections.file["seeds"] {
            guard case .list(let elements) = member.value.content, !elements.isEmpty else {
                sections.fault(
                    "seeds must be a list of integers such as [0, 1, 2], not \(member.value.inWords)",
                    at: member.value.place)
                return [0]
            }
            guard elements.count <= Self.mostTrainings else {
                sections.fault(
                    "seeds lists \(elements.count.counting("seed")), and \(Self.mostTrainings) is the most",
                    at: member.value.place
                )
                return [0]
            }
            for element in elements {
                guard case .integer(let number) = element.content, number >= 0 else {
                    sections.fault("a seed must be an integer of at least 0, not \(element.inWords)", at: element.place)
                    continue
                }
                if seeds.contains(UInt64(number)) {
                    sections.fault("seed \(number) is listed twice", at: element.place)
                }
                seeds.append(UInt64(number))
            }
        }
        return overrides.seeds ?? (seeds.isEmpty ? [0] : seeds)
    }

    /// The trainer's options that all arms share, without those that are not theirs to give.
    private func trainer(_ sections: inout SectionReader) -> [OptionMember] {
        guard let section = sections.file["trainer"],
            let members = sections.options(of: section, example: "learning_rate: 1e-4")
        else { return [] }
        return rejectLimits(members, &sections)
    }

    /// Reports what the budget and the seeds decide for all arms alike, and gives the others.
    func rejectLimits(_ members: [OptionMember], _ sections: inout SectionReader) -> [OptionMember] {
        members.filter { member in
            switch member.name {
            case "steps", "flops", "seconds":
                sections.fault("section 'budget' gives \(member.name), the same to every arm", at: member.place)
                return false
            case "seed":
                sections.fault("'seeds' lists the seeds, the same to every arm", at: member.place)
                return false
            default: return true
            }
        }
    }

    private func checkTrainer(_ members: [OptionMember], of file: ExperimentFile, _ sections: inout SectionReader) {
        guard let section = sections.file["trainer"] else { return }
        let value = OptionValue(.map(members), at: section.value.place)
        let trainer = OptionMember(name: "trainer", place: section.place, value: value)
        var reader = strategies.sections(of: file.strategy(training: [trainer]))
        _ = reader.options(of: "trainer", example: "", replacements: strategies.overrides.trainer) { options in
            TrainerOptions(from: &options)
        }
        sections.takeFaults(of: reader)
    }
}
