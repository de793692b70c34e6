/// A template's source as its parser reads it: scalars, line ends made equal, the last one dropped.
struct SourceText {
    let name: String
    let units: [UInt32]

    /// Where each line begins.
    private let lines: [Int]

    init(_ source: String, name: String) {
        self.name = name
        var units: [UInt32] = []
        units.reserveCapacity(source.utf8.count)
        var lines = [0]
        var follows = false
        for scalar in source.unicodeScalars {
            defer { follows = scalar == "\r" }
            if scalar == "\n" && follows { continue }
            units.append(scalar == "\r" ? 0x0A : scalar.value)
            if scalar == "\r" || scalar == "\n" { lines.append(units.count) }
        }
        if units.last == 0x0A { units.removeLast() }
        self.units = units
        self.lines = lines
    }

    /// The line and column of a scalar.
    func position(of index: Int) -> TemplatePosition {
        var (low, high) = (0, lines.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle] <= index { low = middle } else { high = middle }
        }
        return TemplatePosition(line: low + 1, column: index - lines[low] + 1)
    }

    /// The failure of what stands at an index.
    func error(_ reason: String, at index: Int) -> TemplateError { error(reason, at: position(of: index)) }

    /// The failure of what stands at a position.
    func error(_ reason: String, at position: TemplatePosition) -> TemplateError {
        TemplateError(kind: .syntax, template: name, position: position, reason: reason)
    }
}
