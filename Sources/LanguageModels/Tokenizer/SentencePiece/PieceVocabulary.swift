import JSON

/// A SentencePiece vocabulary whose pairs merge by scores: its model, and the rest in the words of `tokenizer.json`.
struct PieceVocabulary {
    /// Which stretches of a text get a blank in front.
    enum LeadingBlank {
        case none

        /// The text, and what follows a token that stands for itself.
        case everyStretch

        /// The text alone, unless it begins with one.
        case text
    }

    /// The pieces, at their ids' places.
    let pieces: [String]
    let kinds: [PieceKind]

    /// A score for each piece, none of them NaN.
    let scores: [Double]

    /// The ids of the 256 bytes, nil where one is missing.
    let byteIDs: [Int?]

    /// What unknown characters become; nil drops them.
    let unknownID: Int?

    let leadingBlank: LeadingBlank

    /// Whether blanks at a text's ends are left out, and several in a row are one.
    let removesBlanks: Bool

    /// Whether pieces that a user has defined are a part of the text around them, as in SentencePiece itself, so that no blank
    /// comes behind them; else they are tokens that cut it.
    let keepsUserPieces: Bool

    /// The pieces with their scores.
    var model: ScoredPairEncoding {
        let used = Set(pieces.indices.lazy.filter { kinds[$0] != .unused }.map { ExactString(pieces[$0]) })
        let bytes = Set(byteIDs.compactMap(\.self))
        let roles = pieces.indices.map { id -> ScoredPairEncoding.Role in
            switch kinds[id] {
            case .undefined, .normal: bytes.contains(id) ? .other : .text
            case .userDefined: bytes.contains(id) ? .other : keepsUserPieces ? .whole : .text
            case .unused: used.contains(ExactString(pieces[id])) ? .other : .step
            case .unknown, .control, .byte: .other
            }
        }
        return ScoredPairEncoding(tokens: pieces, roles: roles, scores: scores, byteIDs: byteIDs, unknownID: unknownID)
    }

    /// How text is rewritten before and after: all of a `tokenizer.json` but the model and the tokens around it.
    var description: [String: JSONValue] {
        var members = ["decoder": decoder]
        var normalizers: [JSONValue] = []
        if removesBlanks {
            normalizers += [replace("Regex", #"\A +|[ ▁]+\z"#, with: ""), replace("Regex", " +", with: " ")]
        }
        switch leadingBlank {
        case .text:
            members["pre_tokenizer"] = .object(sorting: [
                "type": .string("Metaspace"), "replacement": .string("▁"), "prepend_scheme": .string("first"),
                "split": .bool(false),
            ])
        case .everyStretch:
            normalizers.append(.object(sorting: ["type": .string("Prepend"), "prepend": .string("▁")]))
            normalizers.append(replace("String", " ", with: "▁"))
        case .none: normalizers.append(replace("String", " ", with: "▁"))
        }
        members["normalizer"] = .object(sorting: ["type": .string("Sequence"), "normalizers": .array(normalizers)])
        return members
    }

    private var decoder: JSONValue {
        var decoders = [
            replace("String", "▁", with: " "), .object(sorting: ["type": .string("ByteFallback")]),
            .object(sorting: ["type": .string("Fuse")]),
        ]
        if leadingBlank != .none {
            decoders.append(
                .object(sorting: [
                    "type": .string("Strip"), "content": .string(" "), "start": .integer(1), "stop": .integer(0),
                ]))
        }
        return .object(sorting: ["type": .string("Sequence"), "decoders": .array(decoders)])
    }

    private func replace(_ kind: String, _ pattern: String, with content: String) -> JSONValue {
        .object(sorting: [
            "type": .string("Replace"), "pattern": .object(sorting: [kind: .string(pattern)]),
            "content": .string(content),
        ])
    }

    /// The ids of the 256 bytes: pieces spelled `<0x0A>`, of the kind for bytes where kinds are told.
    ///
    /// - Parameters:
    ///   - pieces: A vocabulary's pieces.
    ///   - kinds: What each is.
    /// - Returns: An id for each byte, nil where one is missing; and the first piece of the kind that is not spelled so.
    static func byteIDs(among pieces: [String], _ kinds: [PieceKind]) -> (ids: [Int?], misspelled: Int?) {
        let numbers = Dictionary(uniqueKeysWithValues: (0...0xFF).map { (BytePairEncoding.spelling(ofByte: $0), $0) })
        var ids = [Int?](repeating: nil, count: 0x100)
        let tellsKinds = kinds.contains(.byte)
        for (id, piece) in pieces.enumerated() {
            let isByte = kinds[id] == .byte
            guard isByte || (!tellsKinds && kinds[id] == .normal) else { continue }
            if let number = numbers[piece] {
                ids[number] = id
            } else if isByte {
                return (ids, id)
            }
        }
        return (ids, nil)
    }

    /// The `added_tokens`: pieces that stand for themselves, because they control the model or a user has defined them.
    ///
    /// - Parameters:
    ///   - pieces: A vocabulary's pieces.
    ///   - kinds: What each is.
    ///   - stripsRight: Whether a token takes the white space after it.
    /// - Returns: Them in the order of their ids.
    static func addedTokens(
        among pieces: [String], _ kinds: [PieceKind], stripsRight: (Int) -> Bool = { _ in false }
    ) -> [JSONValue] {
        pieces.indices.compactMap { id in
            let kind = kinds[id]
            guard kind == .control || kind == .unknown || kind == .userDefined else { return nil }
            return .object(sorting: [
                "id": .integer(id), "content": .string(pieces[id]), "special": .bool(kind != .userDefined),
                "normalized": .bool(false), "rstrip": .bool(stripsRight(id)),
            ])
        }
    }

    /// The `post_processor` that puts tokens around every text; null where there are none.
    static func postProcessor(beginning: Int?, end: Int?) -> JSONValue {
        var template: [JSONValue] = [.object(sorting: ["Sequence": .object(sorting: ["id": .string("A")])])]
        var named: [String: JSONValue] = [:]
        func special(_ id: Int) -> JSONValue {
            named[String(id)] = .object(sorting: ["ids": .array([.integer(id)])])
            return .object(sorting: ["SpecialToken": .object(sorting: ["id": .string(String(id))])])
        }
        if let beginning { template.insert(special(beginning), at: 0) }
        if let end { template.append(special(end)) }
        guard !named.isEmpty else { return .null }
        return .object(sorting: [
            "type": .string("TemplateProcessing"), "single": .array(template),
            "special_tokens": .object(sorting: named),
        ])
    }
}
