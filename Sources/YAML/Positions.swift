/// Translates libyaml's places, which count code points, into marks, which count characters.
///
/// The columns of lines that are not ASCII are worked out once, so that a mark costs O(1) whatever the line's length.
struct Positions {
    let source: SourceText
    /// For a line by number from 0: the column, from 1, of each of its code points and of its end.
    private let columns: [Int: [Int]]

    init(of source: SourceText) {
        self.source = source
        var columns: [Int: [Int]] = [:]
        for (number, line) in source.lines.enumerated() where !line.utf8.allSatisfy({ $0 < 0x80 }) {
            var ofLine: [Int] = []
            for (index, character) in line.enumerated() {
                ofLine.append(contentsOf: repeatElement(index + 1, count: character.unicodeScalars.count))
            }
            columns[number] = ofLine + [(ofLine.last ?? 0) + 1]
        }
        self.columns = columns
    }

    /// The mark of libyaml's place.
    func mark(_ place: LibYAMLEvent.Mark) -> YAMLMark {
        guard let columns = columns[place.line] else { return YAMLMark(line: place.line + 1, column: place.column + 1) }
        return YAMLMark(line: place.line + 1, column: columns[min(place.column, columns.count - 1)])
    }

    /// How many characters lie from `start` up to `end` or the end of the line, whichever comes first; at least 1.
    func length(from start: YAMLMark, to end: YAMLMark) -> Int {
        let stop = end.line == start.line ? end.column : lineEnd(start.line)
        return max(1, stop - start.column)
    }

    private func lineEnd(_ line: Int) -> Int {
        guard source.lines.indices.contains(line - 1) else { return 1 }
        return columns[line - 1]?.last ?? source.lines[line - 1].utf8.count + 1
    }
}
