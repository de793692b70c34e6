/// A character of a rendered conversation, and whether somebody said it or the template wrote it.
struct MarkedScalar: Equatable {
    let scalar: Unicode.Scalar
    let isTyped: Bool

    /// The characters of a stretch.
    static func scalars(_ segment: ChatSegment) -> [MarkedScalar] {
        let isTyped = if case .content = segment { true } else { false }
        return segment.text.unicodeScalars.map { MarkedScalar(scalar: $0, isTyped: isTyped) }
    }

    /// The text of characters.
    static func text(_ scalars: ArraySlice<MarkedScalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.lazy.map(\.scalar))
        return String(text)
    }

    /// Characters of one origin as a stretch.
    static func segment(_ scalars: ArraySlice<MarkedScalar>) -> ChatSegment {
        scalars.first?.isTyped == true ? .content(text(scalars)) : .control(text(scalars))
    }
}
