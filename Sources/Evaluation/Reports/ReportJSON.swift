import Foundation

/// How reports become JSON: indented, keys in alphabetical order, a line feed at the end.
enum ReportJSON {
    /// Encodes a report.
    ///
    /// - Throws: What the report throws when it is encoded.
    static func data(of report: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Only logits can be infinite, as where a model masks a token.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(report) + Data("\n".utf8)
    }
}
