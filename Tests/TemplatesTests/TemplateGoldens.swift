import Foundation
import JSON
import Templates

/// What jinja2 makes of many templates; `Resources/make_goldens.py` says how it was asked.
struct TemplateGoldens {
    /// One template and what came of it.
    struct Case: Sendable {
        let name: String
        let source: String
        let variables: [(name: String, value: TemplateValue)]

        /// The text; nil where jinja2 fails.
        let output: String?
    }

    /// Small cases, one for each feature.
    let cases: [Case]

    /// Whole chat templates with whole conversations.
    let chats: [Case]

    /// The time that the goldens were made at.
    static let date = TemplateDate(year: 2025, month: 3, day: 9, hour: 14, minute: 5, second: 7)

    init() throws {
        let folder = try Self.folder()
        let data = try Data(contentsOf: folder.appendingPathComponent("goldens.json"))
        let json = try JSONValue(parsing: data, source: "goldens.json")
        let variables = Self.variables(json["variables"])
        cases = (json["cases"]?.array ?? []).map { golden in
            let source = golden["template"]?.string ?? ""
            return Case(name: source, source: source, variables: variables, output: golden["output"]?.string)
        }
        chats = try (json["chats"]?.array ?? []).map { golden in
            let file = golden["file"]?.string ?? ""
            let conversation = golden["conversation"]?.string ?? ""
            return Case(
                name: "\(file), \(conversation)",
                source: try String(contentsOf: folder.appendingPathComponent("templates/\(file)"), encoding: .utf8),
                variables: Self.variables(json["conversations"]?[conversation]), output: golden["output"]?.string)
        }
    }

    private static func folder() throws -> URL {
        try Bundle.module.url(forResource: "Resources", withExtension: nil).map { $0 }
            ?? { throw CocoaError(.fileNoSuchFile) }()
    }

    private static func variables(_ json: JSONValue?) -> [(name: String, value: TemplateValue)] {
        (json?.members ?? []).map { member in
            let isToken = member.key.hasSuffix("_token")
            return (member.key, TemplateValue(member.value, origin: isToken ? .template : .typed))
        }
    }
}
