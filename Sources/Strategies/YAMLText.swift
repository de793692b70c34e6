public import Speculation
import YAML

extension OptionValue {
    /// The value as a strategy file may hold it, in flow style.
    public var yaml: String { YAMLText.value(self) }
}

/// Writes values so that the reader gives them back.
enum YAMLText {
    /// A value in flow style.
    static func value(_ value: OptionValue) -> String {
        switch value.content {
        case .null, .boolean, .integer, .real: value.text
        case .string(let text): scalar(text)
        case .list(let elements): "[\(elements.map { self.value($0) }.joined(separator: ", "))]"
        case .map(let members): "{\(entries(members).joined(separator: ", "))}"
        }
    }

    /// Entries of a mapping, one text each.
    static func entries(_ members: [OptionMember]) -> [String] {
        members.map { "\(scalar($0.name)): \(value($0.value))" }
    }

    /// A text without quotes where it reads back as that text anywhere in a flow mapping, else in quotes.
    static func scalar(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "/", "-": true
            default: false
            }
        }
        let node = isPlain && !text.hasPrefix("-") ? try? YAMLDocument(text: text, name: "text").root : nil
        return node?.scalar?.value == .string(text) ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            case _ where scalar.value < 32 || (127...159).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                written += "\\x" + (digits.count < 2 ? "0" : "") + digits
            case "\u{2028}", "\u{2029}", "\u{FEFF}":
                written +=
                    "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
                    + String(scalar.value, radix: 16)
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }
}
