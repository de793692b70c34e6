/// What filters such as `map` and `sort` look up in every element: an attribute, or a path of them with dots.
struct AttributePath {
    private let parts: [Value]
    private let standard: Value?
    private let ignoresCase: Bool

    init(_ attribute: Value?, standard: Value? = nil, ignoresCase: Bool = false) {
        switch attribute {
        case nil, .some(.none): parts = []
        case .string(let text): parts = Self.parts(of: text)
        case .some(let value): parts = [value]
        }
        self.standard = standard.flatMap { $0.isNone ? nil : $0 }
        self.ignoresCase = ignoresCase
    }

    /// Paths between commas, as `sort` takes them.
    static func several(_ attribute: Value?, ignoresCase: Bool) -> [AttributePath] {
        guard case .string(let text) = attribute else { return [AttributePath(attribute, ignoresCase: ignoresCase)] }
        return text.string.split(separator: ",", omittingEmptySubsequences: false).map {
            AttributePath(.text(String($0)), ignoresCase: ignoresCase)
        }
    }

    private static func parts(of text: Text) -> [Value] {
        text.string.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let digits = part.allSatisfy { $0.isASCII && $0.isNumber }
            return (digits ? Int(part) : nil).map { .integer($0) } ?? .text(String(part))
        }
    }

    /// The value in an element.
    func value(in element: Value, _ rendering: Rendering) throws(Fault) -> Value {
        var value = element
        for part in parts {
            value = try Access.item(part, of: value, rendering)
            if let standard, value.isUndefined { value = standard }
        }
        guard ignoresCase, case .string(let text) = value else { return value }
        return try rendering.made(text, by: \.lowercased)
    }
}
