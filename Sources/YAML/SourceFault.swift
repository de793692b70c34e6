/// One thing wrong with a source text: a sentence and the characters it is about.
///
/// Layers that read meaning into a document make their own faults of this type; `SourceText.report(_:)` shows them.
public struct SourceFault: Error, Hashable, Sendable {
    /// What is wrong, in one line.
    public let message: String
    /// Where it is wrong; nil when the fault is about the file as a whole.
    public let mark: YAMLMark?
    /// How many characters to underline, at least 1.
    public let length: Int
    /// Whether it is about something that stands elsewhere, so that its message alone says where.
    public private(set) var isElsewhere = false

    /// Makes a fault of something that does not stand in the text.
    public init(elsewhere message: String) {
        self.init(message)
        isElsewhere = true
    }

    /// Makes a fault of `length` characters at `mark`, or of the whole file when there is no mark.
    public init(_ message: String, at mark: YAMLMark? = nil, length: Int = 1) {
        self.message = message
        self.mark = mark
        self.length = max(1, length)
    }

    /// Makes a fault that underlines `node`.
    public init(_ message: String, at node: YAMLNode) {
        self.init(message, at: node.mark, length: node.length)
    }
}

extension SourceFault: CustomStringConvertible {
    /// The sentence alone; `SourceText.report(_:)` adds the place.
    public var description: String { message }
}

extension SourceFault {
    /// Whether `left` is reported before `right`: by place, faults of the whole file first.
    static func isBefore(_ left: SourceFault, _ right: SourceFault) -> Bool {
        switch (left.mark, right.mark) {
        case (let left?, let right?): left < right
        case (nil, _?): true
        case (_, nil): false
        }
    }
}
