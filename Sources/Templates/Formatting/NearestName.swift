/// Finds the valid name that a mistyped one probably means.
enum NearestName {
    /// A clause such as "; did you mean 'content'?", or nothing.
    static func hint(for word: String, among known: [String]) -> String {
        // Names of files can be of any length and number, and this looks at all pairs of their letters.
        let letters = Array(word.unicodeScalars.prefix(64))
        let most = max(1, letters.count / 3)
        var best: (name: String, distance: Int)?
        for name in known.prefix(500) where name.unicodeScalars.count <= 64 && name != word {
            let distance = distance(letters, Array(name.unicodeScalars))
            if distance <= most, distance < letters.count, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best.map { "; did you mean \(quoted($0.name))?" } ?? ""
    }

    /// How many letters have to be put in, left out or changed.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (line, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in right.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
