import Foundation
import Speculation

/// How much every arm of an experiment may spend on training; it replaces the trainer's own limits.
public enum ExperimentBudget: Sendable, Hashable {
    /// Floating-point operations of target and drafts: the fair measure where machines and loads differ.
    case flops(Double)

    /// Seconds of training, held-out evaluation not counted; such a run cannot be repeated bit for bit.
    case seconds(Double)

    /// Updates, whatever each of them costs.
    case steps(Int)

    /// The trainer's limits, with their places where a file holds them.
    ///
    /// - Parameter place: Where the budget stands.
    /// - Returns: The options `steps`, `flops` and `seconds`, one of them not 0.
    func limits(at place: OptionPlace) -> [OptionMember] {
        var (flops, seconds, steps) = (0.0, 0.0, 0)
        switch self {
        case .flops(let count): flops = count
        case .seconds(let count): seconds = count
        case .steps(let count): steps = count
        }
        return [
            Self.member("steps", .integer(steps), place),
            Self.member("flops", .real(flops), place),
            Self.member("seconds", .real(seconds), place),
        ]
    }

    private static func member(_ name: String, _ content: OptionValue.Content, _ place: OptionPlace) -> OptionMember {
        OptionMember(name: name, place: place, value: OptionValue(content, at: place))
    }

    /// The unit's name as files spell it.
    var unit: String {
        switch self {
        case .flops: "flops"
        case .seconds: "seconds"
        case .steps: "steps"
        }
    }

    /// How many units.
    var amount: Double {
        switch self {
        case .flops(let count), .seconds(let count): count
        case .steps(let count): Double(count)
        }
    }
}

extension ExperimentBudget: CustomStringConvertible {
    /// The budget as a person writes it: "2e13 FLOPs", "360 s", "500 steps".
    public var description: String {
        switch self {
        case .flops(let count): "\(Self.scientific(count)) FLOPs"
        case .seconds(let count): "\(OptionReader.written(count)) s"
        case .steps(let count): count.counting("step")
        }
    }

    /// A large number as mantissa and power of ten, which files read back.
    private static func scientific(_ count: Double) -> String {
        guard count >= 1e4, count.isFinite else { return OptionReader.written(count) }
        let exponent = Int(log10(count).rounded(.down))
        return "\(OptionReader.written(count / pow(10, Double(exponent))))e\(exponent)"
    }
}

extension ExperimentBudget {
    /// Reads the section `budget`: exactly one of its units.
    ///
    /// After a fault the answer is a usable stand-in.
    init(from options: inout OptionReader) {
        let faultsBefore = options.faults.count
        let flops = options.number(
            "flops", default: 0, in: 0...1e30, help: "Operations of target and drafts for each arm and seed.")
        let seconds = options.number(
            "seconds", default: 0, in: 0...1e9, help: "Seconds of training for each arm and seed.")
        let steps = options.integer("steps", default: 0, in: 0...1_000_000_000, help: "Updates for each arm and seed.")
        let given = [flops > 0, seconds > 0, steps > 0].count { $0 }
        if given != 1 && options.faults.count == faultsBefore {
            options.fault("a budget gives one of flops, seconds and steps, and \(given) are given", at: options.place)
        }
        self = flops > 0 ? .flops(flops) : seconds > 0 ? .seconds(seconds) : .steps(max(steps, 1))
    }
}
