import JSON

extension GGUFVocabulary {
    /// The `added_tokens`: tokens that stand for themselves, because they control the model or a user has defined them.
    ///
    /// - Parameter stripsRight: Whether a token takes the white space after it.
    /// - Returns: Them in the order of their ids.
    func addedTokens(stripsRight: (Int) -> Bool = { _ in false }) -> [JSONValue] {
        tokens.indices.compactMap { id in
            let kind = kinds[id]
            guard kind == .control || kind == .unknown || kind == .userDefined else { return nil }
            return .object(sorting: [
                "id": .integer(id), "content": .string(tokens[id]), "special": .bool(kind != .userDefined),
                "normalized": .bool(false), "rstrip": .bool(stripsRight(id)),
            ])
        }
    }

    /// The `post_processor`: what stands before and after every text; null where nothing does.
    ///
    /// - Parameters:
    ///   - addsBeginning: Whether the token of the beginning is added where the file does not say.
    ///   - standardBeginning: That token where the file does not say.
    ///   - standardEnd: The token of the end where the file does not say.
    /// - Returns: A template, or null.
    /// - Throws: ``ModelError`` if one is to be added, and there is none.
    func postProcessor(
        addsBeginning: Bool, standardBeginning: Int?, standardEnd: Int?
    ) throws(ModelError) -> JSONValue {
        var template: [JSONValue] = [.object(sorting: ["Sequence": .object(sorting: ["id": .string("A")])])]
        var named: [String: JSONValue] = [:]
        func special(_ id: Int) -> JSONValue {
            named[String(id)] = .object(sorting: ["ids": .array([.integer(id)])])
            return .object(sorting: ["SpecialToken": .object(sorting: ["id": .string(String(id))])])
        }
        if try flag("add_bos_token") ?? addsBeginning {
            template.insert(special(try required("bos_token_id", "beginning", standard: standardBeginning)), at: 0)
        }
        if try flag("add_eos_token") ?? false {
            template.append(special(try required("eos_token_id", "end", standard: standardEnd)))
        }
        guard !named.isEmpty else { return .null }
        return .object(sorting: [
            "type": .string("TemplateProcessing"), "single": .array(template),
            "special_tokens": .object(sorting: named),
        ])
    }

    private func required(_ key: String, _ place: String, standard: Int?) throws(ModelError) -> Int {
        if let id = try id(key) ?? standard, tokens.indices.contains(id) { return id }
        throw ModelError(
            file.path, "adds a token of the \(place), and lacks the metadata entry 'tokenizer.ggml.\(key)'")
    }
}
