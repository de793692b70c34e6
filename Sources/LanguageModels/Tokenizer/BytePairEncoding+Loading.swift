internal import JSON

extension BytePairEncoding {
    /// Reads the `model` of a tokenizer file.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        try Self.refuseUnsupported(component)
        guard let vocabulary = component.child("vocab"), let members = vocabulary.value.members else {
            throw component.fault("the object \"vocab\" is missing")
        }
        let (ids, pieces) = try Self.vocabulary(members, of: vocabulary)
        self.ids = ids
        self.pieces = pieces
        merges = try Self.merges(of: component, ids)
        if let unknown = try component.optionalString("unk_token") {
            guard let id = ids[ExactString(unknown)] else {
                throw component.fault("the unk_token \"\(unknown)\" is not in the vocabulary")
            }
            unknownID = id
        } else {
            unknownID = nil
        }
        fusesUnknown = try component.bool("fuse_unk", default: false)
        ignoresMerges = try component.bool("ignore_merges", default: false)
        byteIDs =
            try component.bool("byte_fallback", default: false)
            ? (0...0xFF).map { ids[ExactString(Self.spelling(ofByte: $0))] } : nil
        characterIDs = ids.reduce(into: [:]) { result, entry in
            let scalars = entry.key.string.unicodeScalars
            if let first = scalars.first, scalars.count == 1 { result[first] = entry.value }
        }
    }

    /// SentencePiece's name for a byte: `<0x0A>`.
    static func spelling(ofByte byte: Int) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
    }

    /// Refuses other models, and options that would change the tokens.
    private static func refuseUnsupported(_ component: TokenizerComponent) throws(TokenizerError) {
        // Files from before the field existed hold byte-pair encodings when they have merges.
        let type = try component.optionalString("type") ?? (component.child("merges") == nil ? "" : "BPE")
        guard type == "BPE" else { throw component.unsupportedType(type, supported: ["BPE"]) }
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            guard try component.optionalString(key) ?? "" == "" else {
                throw component.fault("\"\(key)\" is not supported")
            }
        }
        if let dropout = component.child("dropout"), dropout.value.double != 0 {
            throw dropout.fault("dropout makes tokens random; it belongs to training and is not supported")
        }
    }

    private static func vocabulary(
        _ members: [JSONMember], of component: TokenizerComponent
    ) throws(TokenizerError) -> (ids: [ExactString: Int], pieces: [Int: String]) {
        var ids: [ExactString: Int] = [:]
        var pieces: [Int: String] = [:]
        ids.reserveCapacity(members.count)
        pieces.reserveCapacity(members.count)
        for member in members {
            // Pairs of ids are packed in 64 bits, so an id has 32.
            guard let id = member.value.integer, (0...Int(Int32.max)).contains(id) else {
                throw component.fault("the id of \"\(member.key)\" must be an integer from 0 to \(Int32.max)")
            }
            if let other = pieces.updateValue(member.key, forKey: id) {
                throw component.fault("\"\(other)\" and \"\(member.key)\" have the same id \(id)")
            }
            ids[ExactString(member.key)] = id
        }
        return (ids, pieces)
    }

    private static func merges(
        of component: TokenizerComponent, _ ids: [ExactString: Int]
    ) throws(TokenizerError) -> [UInt64: Merge] {
        guard let list = component.child("merges"), let elements = list.value.array else {
            throw component.fault("the array \"merges\" is missing")
        }
        var merges: [UInt64: Merge] = [:]
        merges.reserveCapacity(elements.count)
        for (rank, element) in elements.enumerated() {
            guard let (left, right) = halves(of: element) else {
                throw list.fault("merge \(rank) must be two strings, or one with a space between two parts")
            }
            guard let leftID = ids[ExactString(left)], let rightID = ids[ExactString(right)],
                let id = ids[ExactString(left + right)]
            else {
                throw list.fault("merge \(rank) of \"\(left)\" and \"\(right)\" is not in the vocabulary")
            }
            merges[key(leftID, rightID)] = Merge(rank: rank, id: id)
        }
        return merges
    }

    private static func halves(of merge: JSONValue) -> (String, String)? {
        let halves: [String]
        if let text = merge.string {
            let parts = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
            halves = parts.map { String($0) }
        } else {
            halves = merge.array?.compactMap(\.string) ?? []
        }
        return halves.count == 2 ? (halves[0], halves[1]) : nil
    }
}
