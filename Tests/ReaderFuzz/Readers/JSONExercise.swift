import Foundation
import JSON

/// JSON itself: what is read is written, and read as the same again.
struct JSONExercise: ReaderExercise {
    static let name = "json"

    func samples(in corpus: URL) -> [Sample] {
        [
            Sample(
                "kinds",
                texts: [
                    (
                        "kinds.json",
                        #"""
                        {"text": "a \"b\" \\ \/ \b\f\n\r\t é 木 \ud83d\ude00", "empty": ["", [], {}], "word": [true, false, null],
                         "numbers": [0, -0, 1, -17, 9223372036854775807, -9223372036854775808, 0.5, -1.25e-3, 6.02e23, 5e-324],
                         "deep": [[[{"a": {"b": [1, [2, [3]]]}}]]]}
                        """#
                    )
                ])
        ]
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let bytes = try Data(contentsOf: files[0])
        let value = try JSONValue(parsing: bytes, source: files[0].lastPathComponent)
        attempts.hasRead()
        try Attempts.demand(JSONValue(parsing: value.text) == value, "it is not what it is written as")
        try Attempts.demand(
            JSONValue(parsing: value.indentedText) == value, "it is not what it is written as, indented")
    }
}
