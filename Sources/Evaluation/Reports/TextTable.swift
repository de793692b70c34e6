/// Cells in rows and columns, with a title, as plain text or as markdown.
package struct TextTable: Sendable, Equatable {
    /// How a column's cells are aligned.
    package enum Alignment: Sendable {
        /// Text.
        case left
        /// Numbers.
        case right
    }

    /// What the table shows.
    package let title: String

    /// The heads of the columns.
    package let columns: [String]

    /// How the columns are aligned.
    package let alignments: [Alignment]

    /// What the columns say, a sentence each; those that need none are left out.
    package let legend: [String]

    /// The rows, each of as many cells as there are columns.
    package private(set) var rows: [[String]] = []

    /// Makes a table without rows; the first column holds text, the others numbers unless told otherwise.
    package init(title: String, columns: [String], left: Set<Int> = [0], legend: [String] = []) {
        self.title = title
        self.columns = columns
        self.legend = legend
        alignments = columns.indices.map { left.contains($0) ? .left : .right }
    }

    /// Adds a row.
    package mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row of \(cells.count) cells in a table of \(columns.count)")
        rows.append(cells)
    }

    /// The lines of a text: head, rule, rows; columns two spaces apart.
    package var text: String {
        let widths = columns.indices.map { column in
            ([columns] + rows).map { $0[column].count }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([columns, rule] + rows).map { cells in
            let padded = cells.indices.map { pad(cells[$0], to: widths[$0], alignments[$0]) }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// The lines of a markdown table.
    package var markdown: String {
        let rule = alignments.map { $0 == .left ? "---" : "---:" }
        return ([columns, rule] + rows).map { cells in
            "| "
                + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
                .joined(separator: " | ") + " |\n"
        }.joined()
    }

    /// The legend below a text, a line a sentence.
    package var legendText: String { legend.map { $0 + "\n" }.joined() }

    /// The legend below a markdown table, a list with an empty line behind it; empty where there is none.
    package var legendMarkdown: String { legend.isEmpty ? "" : legend.map { "- \($0)\n" }.joined() + "\n" }

    private func pad(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
        let space = String(repeating: " ", count: width - cell.count)
        return alignment == .left ? cell + space : space + cell
    }
}
