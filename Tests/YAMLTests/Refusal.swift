import Testing
import YAML

/// The report of the faults in `text`, which is called `test.yaml`; the test fails when there are none.
func refusal(of text: String, location: SourceLocation = #_sourceLocation) throws -> String {
    let error = #expect(throws: YAMLError.self, sourceLocation: location) {
        try YAMLDocument(text: text, name: "test.yaml")
    }
    return try #require(error, sourceLocation: location).description
}

/// The root of a text that is a good document.
func root(of text: String) throws -> YAMLNode {
    try YAMLDocument(text: text, name: "test.yaml").root
}
