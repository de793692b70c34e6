/// Reads one section of a strategy file for one implementation, and remembers what was read.
///
/// Every question states name, type, range, default and help; the reader answers with the file's value, or records a
/// ``Fault`` and answers with a usable stand-in. Asking a reader that describes (``describing()``) yields the table of
/// options without a file, so no central list of options exists anywhere.
public struct OptionReader: Sendable {
    /// What was asked so far, in order.
    public private(set) var readings: [OptionReading] = []

    /// What was found wrong so far.
    public private(set) var faults: [Fault] = []

    /// Where the section stands, for faults about what is missing.
    public let place: OptionPlace

    private let members: [OptionMember]
    private let replacements: [String: OptionValue]
    private let isDescribing: Bool

    /// Opens a section.
    ///
    /// - Parameters:
    ///   - members: The section's options, without the key that names the implementation.
    ///   - place: Where the section stands.
    ///   - replacements: Values that the command line puts in place of the file's, by option name; names that the
    ///     implementation does not ask for are ignored.
    public init(_ members: [OptionMember], at place: OptionPlace, replacements: [String: OptionValue] = [:]) {
        self.members = members
        self.place = place
        self.replacements = replacements
        isDescribing = false
    }

    private init() {
        members = []
        place = .nowhere
        replacements = [:]
        isDescribing = true
    }

    /// A reader of an empty section that reports no missing options.
    public static func describing() -> OptionReader { OptionReader() }

    /// Records that a value, though of the right type, does not fit the others.
    ///
    /// - Parameters:
    ///   - name: The option at fault.
    ///   - message: What is wrong and what was expected.
    public mutating func fault(_ name: String, _ message: String) {
        guard !isDescribing else { return }
        faults.append(Fault(message, at: member(name)?.value.place ?? place))
    }

    /// Records that one part of a value is wrong, such as one element of a list.
    ///
    /// - Parameters:
    ///   - message: What is wrong and what was expected.
    ///   - place: Where that part stands.
    public mutating func fault(_ message: String, at place: OptionPlace) {
        guard !isDescribing else { return }
        faults.append(Fault(message, at: place))
    }

    /// Records a fault for every option that nobody asked for.
    ///
    /// - Parameter owner: What the section configures, for the message: "tree builder 'dynamic'".
    public mutating func rejectUnknown(of owner: String) {
        let known = readings.map(\.name)
        for member in members where !known.contains(member.name) {
            let hint =
                known.isEmpty ? " (it takes no options)" : NearestName.hint(for: member.name, among: known)
            faults.append(Fault("\(owner) has no option '\(member.name)'\(hint)", at: member.place))
        }
    }

    /// Reads a value of any type: the one way by which the typed questions below are answered.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - type: Its type in words.
    ///   - range: The valid values in words; empty when the type says it all.
    ///   - fallback: The default; nil when the option must be given.
    ///   - standIn: What to answer after a fault.
    ///   - former: Texts that are valid no more, and what is written in their place.
    ///   - help: One line.
    ///   - write: A value as a file would give it.
    ///   - parse: The value, or nil if it is not valid.
    /// - Returns: The value, the default, or the stand-in after a fault.
    public mutating func value<Value>(
        _ name: String, type: String, range: String, default fallback: Value?, standIn: Value,
        former: [String: String] = [:], help: String, write: (Value) -> OptionValue.Content,
        parse: (OptionValue) -> Value?
    ) -> Value {
        var answer = fallback ?? standIn
        if let given = member(name)?.value {
            if let parsed = parse(given) {
                answer = parsed
            } else if let now = former[given.text] {
                faults.append(Fault("\(name): '\(given.text)' is now written as '\(now)'", at: given.place))
            } else {
                let expected = Self.expectation(type: type, range: range)
                faults.append(Fault("\(name) must be \(expected), not \(given.inWords)", at: given.place))
            }
        } else if fallback == nil && !isDescribing {
            faults.append(Fault("\(name) is missing: \(help)", at: place))
        }
        readings.append(
            OptionReading(
                name: name, type: type, range: range, fallback: fallback.map { OptionValue(write($0)) },
                value: OptionValue(write(answer)), help: help))
        return answer
    }

    /// What was expected, in words: "an integer in 1...64", "one of top-k, sampled".
    private static func expectation(type: String, range: String) -> String {
        switch type {
        case "choice": return "one of \(range)"
        case "boolean": return "true or false"
        case "text": return "text"
        default:
            let article = type.first.map { "aeiou".contains($0) } == true ? "an" : "a"
            return range.isEmpty ? "\(article) \(type)" : "\(article) \(type) in \(range)"
        }
    }

    private func member(_ name: String) -> OptionMember? {
        if let replacement = replacements[name] {
            return OptionMember(name: name, place: replacement.place, value: replacement)
        }
        return members.first { $0.name == name }
    }
}
