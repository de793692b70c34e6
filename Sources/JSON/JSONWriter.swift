/// Writes one value as JSON text.
struct JSONWriter {
    /// What has been written.
    private(set) var text = ""

    /// What a level is indented by; nil writes everything on one line.
    private let indentation: String?

    private var level = 0

    init(indentation: String?) { self.indentation = indentation }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .real(let value):
            precondition(value.isFinite, "JSON has no \(value)")
            text += value.description
        case .string(let value): write(value)
        case .array(let elements): write(elements, between: "[", and: "]") { $0.write($1) }
        case .object(let members):
            write(members, between: "{", and: "}") { writer, member in
                writer.write(member.key)
                writer.text += writer.indentation == nil ? ":" : ": "
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Part>(
        _ parts: [Part], between opening: String, and closing: String, each: (inout JSONWriter, Part) -> Void
    ) {
        text += opening
        level += 1
        for (place, part) in parts.enumerated() {
            if place > 0 { text += "," }
            breakLine()
            each(&self, part)
        }
        level -= 1
        if !parts.isEmpty { breakLine() }
        text += closing
    }

    private mutating func breakLine() {
        guard let indentation else { return }
        text += "\n" + String(repeating: indentation, count: level)
    }

    /// Writes a string with the escapes that RFC 8259 asks for, and no others.
    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
