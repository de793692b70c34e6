import Speculation
import Strategies

/// One option as its implementation declares it.
struct OptionListing: Encodable {
    let name: String
    let type: String
    let range: String
    let `default`: String?
    let help: String

    init(_ reading: OptionReading) {
        name = reading.name
        type = reading.type
        range = reading.range
        `default` = reading.fallback.map { value in
            switch value.content {
            case .list, .map: value.yaml
            default: value.text
            }
        }
        help = reading.help
    }

    /// Two lines for a terminal.
    var lines: [String] {
        let range = range.isEmpty ? "" : " in \(range)"
        let value = `default`.map { "default \($0)" } ?? "required"
        return ["    \(name): \(type)\(range), \(value)", "      \(help)"]
    }

    private enum CodingKeys: String, CodingKey {
        case name, type, range, `default`, help
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
        try container.encode(range, forKey: .range)
        try container.encode(`default`, forKey: .default)
        try container.encode(help, forKey: .help)
    }
}
