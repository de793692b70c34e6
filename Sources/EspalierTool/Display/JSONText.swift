import Foundation

/// Writes values as JSON in the one form that all commands share.
enum JSONText {
    /// Indented JSON with sorted keys, snake case, and a line feed at the end; a missing value is null.
    static func pretty(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
