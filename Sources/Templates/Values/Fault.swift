/// A failure inside a rendering, before it is said where.
struct Fault: Error {
    let kind: TemplateError.Kind
    let reason: String

    init(_ reason: String, kind: TemplateError.Kind = .evaluation) {
        self.kind = kind
        self.reason = reason
    }
}
