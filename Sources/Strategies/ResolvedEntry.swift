import Speculation
import YAML

/// One option of a resolved strategy: its value, and the YAML that reads back as that value.
struct ResolvedEntry {
    let name: String
    let value: ResolvedValue
    let yaml: String

    private init(name: String, value: ResolvedValue, yaml: String) {
        self.name = name
        self.value = value
        self.yaml = yaml
    }

    init(text: String, named name: String) {
        self.init(name: name, value: .text(text), yaml: YAMLText.scalar(text))
    }

    init(number: Double, named name: String) {
        self.init(name: name, value: .number(number), yaml: OptionReader.written(number))
    }

    init(integer: Int, named name: String) {
        self.init(name: name, value: .integer(integer), yaml: String(integer))
    }

    /// An option that an implementation read; types of its own are written as YAML by the implementation.
    init(_ reading: OptionReading) {
        switch reading.type {
        case "text", "choice":
            self.init(text: reading.valueText, named: reading.name)
        default:
            let node = try? YAMLDocument(text: reading.valueText, name: reading.name).root
            var read = node.map { ResolvedValue(OptionValue($0)) } ?? .text(reading.valueText)
            if reading.type == "number", case .integer(let number) = read { read = .number(Double(number)) }
            self.init(name: reading.name, value: read, yaml: reading.valueText)
        }
    }
}
