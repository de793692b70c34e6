/// A text that remembers which of its parts are control text.
struct MarkedText {
    private(set) var scalars: [Unicode.Scalar] = []

    /// For each scalar, whether it is control text.
    private var isControl: [Bool] = []

    init(_ segments: [ChatSegment]) {
        for segment in segments {
            let added = Array(segment.text.unicodeScalars)
            scalars += added
            let isControl =
                switch segment {
                case .control: true
                case .content: false
                }
            self.isControl += Array(repeating: isControl, count: added.count)
        }
    }

    /// Tells whether a range is control text throughout.
    func isControl(_ range: Range<Int>) -> Bool { isControl[range].allSatisfy { $0 } }

    /// Tells whether a range holds any control text.
    func holdsControl(in range: Range<Int>) -> Bool { isControl[range].contains(true) }

    /// The runs of content within a range.
    func contents(in range: Range<Int>) -> [ArraySlice<Unicode.Scalar>] {
        var contents: [ArraySlice<Unicode.Scalar>] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let end = isControl[start..<range.upperBound].firstIndex { $0 != isControl[start] } ?? range.upperBound
            if !isControl[start] { contents.append(scalars[start..<end]) }
            start = end
        }
        return contents
    }
}
