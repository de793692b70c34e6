/// A text that remembers which of its parts are control text, and which the model is to write.
struct MarkedText {
    private(set) var scalars: [Unicode.Scalar] = []

    /// For each scalar, whether it is control text.
    private var isControl: [Bool] = []

    /// For each scalar, whether the model is to write it.
    private(set) var isAnswer: [Bool] = []

    init(_ stretches: some Sequence<ChatStretch>) {
        for stretch in stretches {
            let added = Array(stretch.segment.text.unicodeScalars)
            scalars += added
            let isControl =
                switch stretch.segment {
                case .control: true
                case .content: false
                }
            self.isControl += repeatElement(isControl, count: added.count)
            isAnswer += repeatElement(stretch.isAnswer, count: added.count)
        }
    }

    /// The maximal runs of a range within which all scalars are the model's to write, or none is.
    func answerRuns(in range: Range<Int>) -> [(range: Range<Int>, isAnswer: Bool)] {
        var runs: [(range: Range<Int>, isAnswer: Bool)] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let end = isAnswer[start..<range.upperBound].firstIndex { $0 != isAnswer[start] } ?? range.upperBound
            runs.append((start..<end, isAnswer[start]))
            start = end
        }
        return runs
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
