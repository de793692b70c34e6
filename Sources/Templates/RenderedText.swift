/// What a template has made of its variables, and where each part came from.
public struct RenderedText: Sendable, Hashable {
    /// Neighbouring characters of one origin.
    public struct Stretch: Sendable, Hashable {
        /// The characters.
        public let text: String

        /// Where they came from: a special token's spelling in typed text is text.
        public let origin: TextOrigin

        /// Whether they stand inside `{% generation %}`: a model's answer.
        public let isGenerated: Bool

        /// Makes a stretch.
        public init(text: String, origin: TextOrigin, isGenerated: Bool) {
            self.text = text
            self.origin = origin
            self.isGenerated = isGenerated
        }
    }

    /// The stretches in their order; none is empty, and neighbours differ in origin or in being generated.
    public let stretches: [Stretch]

    /// The whole text.
    public var text: String { stretches.map(\.text).joined() }

    init(_ text: Text) {
        var stretches: [Stretch] = []
        var start = 0
        while start < text.count {
            let marks = text.units[start] & ~Text.scalar
            var end = start + 1
            while end < text.count, text.units[end] & ~Text.scalar == marks { end += 1 }
            stretches.append(
                Stretch(
                    text: Text.string(of: text.units[start..<end]),
                    origin: marks & Text.typed == 0 ? .template : .typed,
                    isGenerated: marks & Text.generated != 0))
            start = end
        }
        self.stretches = stretches
    }
}
