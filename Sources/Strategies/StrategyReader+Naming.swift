import Foundation
import Speculation
import YAML

extension StrategyReader {
    /// The strategy's name: as written, else the file's name without its ending.
    func strategyName(_ sections: inout SectionReader) -> String {
        let rule = "a name consists of letters, digits, '.', '_' and '-'"
        guard let member = sections.file["name"] else {
            let file = URL(fileURLWithPath: sections.file.source.name)
            let stem = file.deletingPathExtension().lastPathComponent
            if !Self.isName(stem) {
                sections.fault("\(rule), and the file's own '\(stem)' does not; write a name", at: sections.file.start)
            }
            return stem
        }
        switch member.value.content {
        case .string, .integer, .real:
            if !Self.isName(member.value.text) {
                sections.fault("\(rule), not '\(member.value.text)'", at: member.value.place)
            }
            return member.value.text
        default:
            sections.fault("name must be text, not \(member.value.inWords)", at: member.value.place)
            return ""
        }
    }

    /// Whether a text may name a strategy.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
