extension OptionReader {
    /// Reads a whole number.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - fallback: The default; nil when the option must be given.
    ///   - range: The valid values.
    ///   - help: One line: meaning and unit.
    /// - Returns: The value, or a stand-in after a fault.
    public mutating func integer(
        _ name: String, default fallback: Int?, in range: ClosedRange<Int>, help: String
    ) -> Int {
        value(
            name, type: "integer", range: "\(range.lowerBound)...\(range.upperBound)", default: fallback,
            standIn: range.lowerBound, help: help, write: { .integer($0) },
            parse: { given in
                guard case .integer(let number) = given.content, range.contains(number) else { return nil }
                return number
            })
    }

    /// Reads a number.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - fallback: The default; nil when the option must be given.
    ///   - range: The valid values.
    ///   - help: One line: meaning and unit.
    /// - Returns: The value, or a stand-in after a fault.
    public mutating func number(
        _ name: String, default fallback: Double?, in range: ClosedRange<Double>, help: String
    ) -> Double {
        value(
            name, type: "number", range: "\(Self.written(range.lowerBound))...\(Self.written(range.upperBound))",
            default: fallback, standIn: range.lowerBound, help: help, write: { .real($0) },
            parse: { given in
                switch given.content {
                case .integer(let number) where range.contains(Double(number)): Double(number)
                case .real(let number) where range.contains(number): number
                default: nil
                }
            })
    }

    /// Reads a number, or a word that stands for none.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - word: What stands for no number; the default.
    ///   - range: The valid numbers.
    ///   - help: One line: meaning and unit.
    /// - Returns: The number, or nil for the word.
    public mutating func optionalNumber(
        _ name: String, absent word: String, in range: ClosedRange<Double>, help: String
    ) -> Double? {
        value(
            name, type: "number",
            range: "\(Self.written(range.lowerBound))...\(Self.written(range.upperBound)), or '\(word)'",
            default: Double?.none, standIn: nil, help: help, write: { $0.map { .real($0) } ?? .string(word) },
            parse: { given -> Double?? in
                switch given.content {
                case .integer(let number) where range.contains(Double(number)): .some(Double(number))
                case .real(let number) where range.contains(number): .some(number)
                case .string(word): .some(nil)
                default: nil
                }
            })
    }

    /// Reads a whole number in a range, or a word for none, which is the default.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - word: The word for none.
    ///   - range: The valid numbers.
    ///   - help: One line.
    /// - Returns: The value; nil for none, or after a fault.
    public mutating func optionalInteger(
        _ name: String, absent word: String, in range: ClosedRange<Int>, help: String
    ) -> Int? {
        value(
            name, type: "integer", range: "\(range.lowerBound)...\(range.upperBound), or '\(word)'",
            default: Int?.none, standIn: nil, help: help, write: { $0.map { .integer($0) } ?? .string(word) },
            parse: { given -> Int?? in
                switch given.content {
                case .integer(let number) where range.contains(number): .some(number)
                case .string(word): .some(nil)
                default: nil
                }
            })
    }

    /// Reads true or false.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - fallback: The default; nil when the option must be given.
    ///   - help: One line.
    /// - Returns: The value, or a stand-in after a fault.
    public mutating func boolean(_ name: String, default fallback: Bool?, help: String) -> Bool {
        value(
            name, type: "boolean", range: "true, false", default: fallback, standIn: false, help: help,
            write: { .boolean($0) },
            parse: { given in
                guard case .boolean(let flag) = given.content else { return nil }
                return flag
            })
    }

    /// Reads text such as the name of a model.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - fallback: The default; nil when the option must be given.
    ///   - help: One line.
    /// - Returns: The value, or a stand-in after a fault.
    public mutating func text(_ name: String, default fallback: String?, help: String) -> String {
        value(
            name, type: "text", range: "", default: fallback, standIn: "", help: help, write: { .string($0) },
            parse: \.asText)
    }

    /// Reads one of a few words.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - fallback: The default.
    ///   - former: Words that are valid no more, and what is written in their place.
    ///   - help: One line.
    /// - Returns: The value, or a stand-in after a fault.
    public mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ name: String, default fallback: Choice, former: [String: String] = [:], help: String
    ) -> Choice {
        let words = Choice.allCases.map(\.rawValue)
        return value(
            name, type: "choice", range: words.joined(separator: ", "), default: fallback, standIn: fallback,
            former: former, help: help, write: { .string($0.rawValue) }, parse: { Choice(rawValue: $0.text) })
    }

    /// Reads one of a few words, or a word for none of them, which is the default.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - word: The word for none.
    ///   - help: One line.
    /// - Returns: The value; nil for none, or after a fault.
    public mutating func optionalChoice<Choice: CaseIterable & RawRepresentable<String>>(
        _ name: String, absent word: String, help: String
    ) -> Choice? {
        let words = [word] + Choice.allCases.map(\.rawValue)
        return value(
            name, type: "choice", range: words.joined(separator: ", "), default: Choice?.none, standIn: nil, help: help,
            write: { .string($0?.rawValue ?? word) },
            parse: { given -> Choice?? in
                given.text == word ? .some(nil) : Choice(rawValue: given.text).map(Optional.some)
            })
    }

    /// Reads a list of layer numbers, or a word for none of them, which is the default.
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - word: The word for none.
    ///   - least: How many the list must have.
    ///   - help: One line.
    /// - Returns: The numbers; nil for none, or after a fault.
    public mutating func optionalLayers(_ name: String, absent word: String, least: Int = 0, help: String) -> [Int]? {
        value(
            name, type: "list of layers, or '\(word)'", range: "", default: [Int]?.none, standIn: nil, help: help,
            write: { $0.map { .list($0.map { OptionValue(.integer($0)) }) } ?? .string(word) },
            parse: { given -> [Int]?? in
                if given.content == .string(word) { return .some(nil) }
                guard case .list(let elements) = given.content else { return nil }
                let layers = elements.compactMap { element -> Int? in
                    guard case .integer(let layer) = element.content else { return nil }
                    return layer
                }
                // Not `? layers : nil`, which would be what the word stands for.
                guard layers.count == elements.count, layers.count >= least else { return nil }
                return layers
            })
    }

    /// A number as a strategy file would spell it: no fraction where there is none.
    public static func written(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}

extension OptionValue {
    /// Whether a map within this value has a key.
    func mentions(_ key: String) -> Bool {
        switch content {
        case .list(let values): values.contains { $0.mentions(key) }
        case .map(let members): members.contains { $0.name == key || $0.value.mentions(key) }
        default: false
        }
    }

    /// A text, which may look like a number; nil for an empty one and everything else.
    var asText: String? {
        switch content {
        case .string(let text) where !text.isEmpty: text
        case .integer, .real: text
        default: nil
        }
    }
}
