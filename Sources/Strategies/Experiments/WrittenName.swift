import Speculation

/// What arms and trees are called where the file gives them no name: what is written about them.
enum WrittenName {
    /// Each option with its value; lists have no place in a name.
    static func options(_ members: [OptionMember]) -> [String] {
        members.compactMap { $0.value.text.isEmpty ? nil : "\($0.name)=\($0.value.text)" }
    }

    /// A tree's builder and its values in the order in which they are written: "dynamic-5-6-24".
    static func short(_ members: [OptionMember]) -> String {
        members.map(\.value.text).filter { !$0.isEmpty }.joined(separator: "-")
    }

    /// Whether a name can stand in tables, on the command line and in the names of folders.
    static func isValid(_ name: String) -> Bool {
        let allowed = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "=", "+", " ": true
            default: false
            }
        }
        return allowed && !name.isEmpty && name.first != " " && name.last != " " && name.first != "."
    }

    /// What ``isValid(_:)`` asks for, in words.
    static let rule = "a name consists of letters, digits, '.', '_', '-', '=', '+' and spaces between them"

    /// The name with a dash in place of what may not stand in one.
    static func sanitized(_ name: String) -> String {
        String(name.map { isValid("a\($0)a") ? $0 : "-" })
    }
}
