import Speculation
import YAML

extension OptionValue {
    /// A node as options see it, with its place.
    init(_ node: YAMLNode) {
        let place = OptionPlace(node)
        switch node.content {
        case .scalar(let scalar):
            self.init(Self.content(of: scalar), text: scalar.text, at: place)
        case .sequence(let elements):
            self.init(.list(elements.map { OptionValue($0) }), at: place)
        case .mapping(let pairs):
            self.init(.map(pairs.map { OptionMember($0) }), at: place)
        }
    }

    private static func content(of scalar: YAMLScalar) -> Content {
        switch scalar.value {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .string(let text): .string(text)
        }
    }
}

extension OptionMember {
    /// An entry of a mapping as options see it.
    init(_ pair: YAMLPair) {
        self.init(name: pair.name, place: OptionPlace(pair.key), value: OptionValue(pair.value))
    }
}

extension OptionPlace {
    /// Where a node stands.
    init(_ node: YAMLNode) {
        self.init(line: node.mark.line, column: node.mark.column, length: node.length)
    }
}

extension SourceFault {
    /// A fault found in options, as the file's report shows it; one that the command line brought has no place there.
    init(_ fault: Fault) {
        if fault.place == .nowhere {
            self.init(elsewhere: "on the command line: \(fault.message)")
        } else {
            let mark = YAMLMark(line: fault.place.line, column: fault.place.column)
            self.init(fault.message, at: mark, length: fault.place.length)
        }
    }
}
