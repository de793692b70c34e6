/// The string methods the published templates use, scalar by scalar: Swift's own go by whole characters, in which
/// `\r\n` is one.
extension String {
    /// The text without white space at its ends, as Python's `strip` takes it.
    var trimmed: String {
        String(trimmedRight.unicodeScalars.drop(while: \.isPythonSpace))
    }

    /// The text without white space at its end.
    var trimmedRight: String {
        var rest = unicodeScalars[...]
        while let last = rest.last, last.isPythonSpace { rest.removeLast() }
        return String(rest)
    }

    /// The text without line feeds at its start.
    var droppingLeadingLineFeeds: String {
        String(unicodeScalars.drop { $0 == "\n" })
    }

    /// The text without line feeds at its end.
    var droppingTrailingLineFeeds: String {
        var rest = unicodeScalars[...]
        while rest.last == "\n" { rest.removeLast() }
        return String(rest)
    }

    /// What lies between the occurrences of a separator; the whole text when there is none.
    func parts(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var start = unicodeScalars.startIndex
        for range in unicodeScalars.ranges(of: separator.unicodeScalars) {
            parts.append(String(unicodeScalars[start..<range.lowerBound]))
            start = range.upperBound
        }
        return parts + [String(unicodeScalars[start...])]
    }
}

extension Unicode.Scalar {
    /// White_Space, and the four separators of ASCII that Python counts too.
    fileprivate var isPythonSpace: Bool {
        isWhiteSpace || ("\u{1C}"..."\u{1F}").contains(self)
    }
}
