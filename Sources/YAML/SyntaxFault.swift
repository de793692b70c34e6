/// Turns libyaml's complaints into sentences that say what to do.
struct SyntaxFault {
    let positions: Positions

    func fault(_ complaint: LibYAMLComplaint) -> SourceFault {
        let mark = positions.mark(complaint.mark)
        let contextMark = positions.mark(complaint.contextMark)
        // Where reading stopped says little when something was left open: show where it was opened.
        switch (complaint.problem, complaint.context) {
        case ("could not find expected ':'", _):
            return SourceFault("expected ':' after this key", at: contextMark)
        case ("found unexpected end of stream", "while scanning a quoted scalar"?):
            return SourceFault("the quotes opened here are never closed", at: contextMark)
        case ("found unexpected document indicator", _):
            return SourceFault("the quotes opened here are not closed before the document ends", at: contextMark)
        case ("found character that cannot start any token", _):
            return SourceFault(forbiddenStart(at: mark), at: mark)
        case ("did not find expected ',' or ']'", _):
            return SourceFault("expected ',' or ']' in the list that begins at \(contextMark)", at: mark)
        case ("did not find expected ',' or '}'", _):
            return SourceFault("expected ',' or '}' in the mapping that begins at \(contextMark)", at: mark)
        case ("did not find expected key", _):
            return SourceFault("expected a key of the mapping that begins at \(contextMark)", at: mark)
        case ("did not find expected '-' indicator", _):
            return SourceFault("expected '-', the next entry of the list that begins at \(contextMark)", at: mark)
        default:
            return SourceFault(Self.sentences[complaint.problem] ?? plain(complaint), at: mark)
        }
    }

    private func forbiddenStart(at mark: YAMLMark) -> String {
        switch positions.source.character(at: mark) {
        case "\t"?: Self.tabSentence
        case let character?: "a value cannot begin with '\(character)': put it in quotes"
        case nil: "a value cannot begin here"
        }
    }

    /// libyaml's own words, for what is too rare to have ours.
    private func plain(_ complaint: LibYAMLComplaint) -> String {
        [complaint.problem, complaint.context].compactMap(\.self).joined(separator: " ")
    }

    private static let tabSentence = "a tab cannot indent YAML: use spaces"

    private static let sentences = [
        "mapping values are not allowed in this context":
            "a ':' cannot stand here: put the value in quotes, or check the indentation",
        "mapping keys are not allowed in this context": "a key cannot stand here: check the indentation",
        "block sequence entries are not allowed in this context":
            "a list entry '-' cannot stand here: check the indentation",
        "found a tab character that violates indentation": tabSentence,
        "found a tab character where an indentation space is expected": tabSentence,
        "found unknown escape character":
            "this escape is not known: write '\\\\' for a backslash, or use single quotes",
        "did not find expected hexdecimal number": "expected the hexadecimal digits of this escape",
        "found invalid Unicode character escape code": "this escape names no Unicode character",
        "did not find expected <document start>": "the document ended before this line: expected '---'",
        "did not find expected node content": "expected a value here",
        "did not find expected alphabetic or numeric character":
            "expected the name of an anchor or alias: letters, digits, '-' and '_'",
        "found undefined tag handle": "this tag's prefix is not declared",
        "found incompatible YAML document": "only YAML 1.1 and 1.2 are read",
    ]
}
