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

    /// The faults of options that must be given and are not, by name.
    private var missing: [String: Fault] = [:]

    private let members: [OptionMember]
    private let surroundings: OptionSurroundings
    private let isDescribing: Bool

    /// Opens a section.
    ///
    /// - Parameters:
    ///   - members: The section's options, without the key that names the implementation.
    ///   - place: Where the section stands.
    ///   - surroundings: What the implementation may be composed of, and what the command line replaces.
    public init(
        _ members: [OptionMember], at place: OptionPlace, in surroundings: OptionSurroundings = OptionSurroundings()
    ) {
        self.members = members
        self.place = place
        self.surroundings = surroundings
        isDescribing = false
    }

    private init() {
        members = []
        place = .nowhere
        surroundings = OptionSurroundings()
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
            // What is missing stands there, misspelt: that is one fault, and not two.
            if let meant = NearestName.of(member.name, among: known), let fault = missing.removeValue(forKey: meant) {
                faults.removeAll { $0 == fault }
            }
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
            let fault = Fault("\(name) is missing: \(help)", at: place)
            missing[name] = fault
            faults.append(fault)
        }
        readings.append(
            OptionReading(
                name: name, type: type, range: range, fallback: fallback.map { OptionValue(write($0)) },
                value: OptionValue(write(answer)), place: member(name)?.value.place ?? .nowhere, help: help))
        return answer
    }

    /// The type of a path, in words.
    public static let pathType = "path"

    /// Reads a path, or a name in place of one: of a model, a head, a file of data.
    ///
    /// A path of a file begins at that file's folder; `~` is the user's home. See ``PathRules``.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - fallback: The default; nil when the option must be given.
    ///   - words: Texts that mean something else than a place, and stay as they are.
    ///   - help: One line.
    /// - Returns: The path as seen from the working directory, the name, the word, or a stand-in after a fault.
    public mutating func path(
        _ name: String, default fallback: String?, words: [String] = [], help: String
    ) -> String {
        let rules = surroundings.paths
        let isWritten = surroundings.replacements[name] == nil
        let answer = value(
            name, type: Self.pathType, range: "", default: fallback, standIn: "", help: help, write: { .string($0) },
            parse: { given in
                guard let text = given.asText else { return nil }
                return words.contains(text) ? text : rules.reference(text, isWritten: isWritten)
            })
        if !words.contains(answer), !answer.isEmpty {
            readings[readings.count - 1].isPlace = true
            readings[readings.count - 1].absolutePath =
                member(name) == nil ? nil : rules.absolutePath(of: answer)
        }
        return answer
    }

    /// Reads a list of other implementations that this one is composed of, each an entry such as `{policy: eagle3, …}`.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - catalogue: The contract that the parts implement.
    ///   - key: The key that names a part, as in the section of its contract: `policy`, `builder`.
    ///   - range: How many parts there may be.
    ///   - help: One line.
    /// - Returns: The parts; fewer than the range says after a fault.
    public mutating func selections<Part: Sendable>(
        _ name: String, of catalogue: KeyPath<PluginRegistry, Catalogue<Part>>, key: String,
        count range: ClosedRange<Int>,
        help: String
    ) -> [Selection<Part>] {
        let known = surroundings.registry[keyPath: catalogue]
        var found: [Fault] = []
        let parts: [Selection<Part>] = value(
            name, type: "list of \(range.lowerBound)...\(range.upperBound) entries, each with its \(key)", range: "",
            default: nil, standIn: [], help: help,
            write: { .list($0.map { OptionValue(.map($0.entries(key: key))) }) },
            parse: { [surroundings] given in
                guard case .list(let entries) = given.content else { return nil }
                if !range.contains(entries.count) {
                    let wanted = "\(range.lowerBound)...\(range.upperBound)"
                    found.append(Fault("\(name) must list \(wanted) entries, not \(entries.count)", at: given.place))
                }
                return entries.compactMap { entry in
                    guard case .map(let members) = entry.content else {
                        let message = "\(name) lists entries such as '{\(key): …}', not \(entry.inWords)"
                        found.append(Fault(message, at: entry.place))
                        return nil
                    }
                    return known.selection(
                        from: members, key: key, of: "an entry of '\(name)'", at: entry.place, in: surroundings,
                        faults: &found)
                }
            })
        faults += found
        return parts
    }

    /// What was expected, in words: "an integer in 1...64", "one of top-k, sampled".
    private static func expectation(type: String, range: String) -> String {
        switch type {
        case "choice": return "one of \(range)"
        case "boolean": return "true or false"
        case "text": return "text"
        case pathType: return "a path or a name"
        default:
            let article = type.first.map { "aeiou".contains($0) } == true ? "an" : "a"
            return range.isEmpty ? "\(article) \(type)" : "\(article) \(type) in \(range)"
        }
    }

    private func member(_ name: String) -> OptionMember? {
        if let replacement = surroundings.replacements[name] {
            return OptionMember(name: name, place: replacement.place, value: replacement)
        }
        return members.first { $0.name == name }
    }
}
