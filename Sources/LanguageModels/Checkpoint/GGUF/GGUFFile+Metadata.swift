extension GGUFFile {
    /// The architecture's name, such as `llama`.
    ///
    /// - Throws: ``ModelError`` if the file does not say it.
    public func architecture() throws(ModelError) -> String {
        try text("general.architecture")
    }

    /// A text that must be there.
    ///
    /// - Parameter key: The key.
    /// - Returns: The text.
    /// - Throws: ``ModelError`` if it is missing or something else.
    public func text(_ key: String) throws(ModelError) -> String {
        let value = try value(key)
        guard let text = value.text else {
            throw ModelError(path, "metadata entry '\(key)' must be text, not \(value.kind)")
        }
        return text
    }

    /// Texts that must be there.
    ///
    /// - Parameter key: The key.
    /// - Returns: The texts.
    /// - Throws: ``ModelError`` if they are missing or something else.
    public func texts(_ key: String) throws(ModelError) -> [String] {
        guard case .list(let list) = try value(key), let texts = list.texts else {
            throw ModelError(path, "metadata entry '\(key)' must be a list of texts in UTF-8")
        }
        return texts
    }

    private func value(_ key: String) throws(ModelError) -> GGUFValue {
        guard let value = self[key] else { throw ModelError(path, "lacks the metadata entry '\(key)'") }
        return value
    }

    /// A positive whole number, or the largest of a list of them where layers differ; nil if the key is missing.
    ///
    /// - Parameter key: The key.
    /// - Returns: At most 2³¹.
    /// - Throws: ``ModelError`` if it is something else.
    public func optionalSize(_ key: String) throws(ModelError) -> Int? {
        guard let value = self[key] else { return nil }
        var size = value.integer
        if case .list(let list) = value { size = list.integers?.max() }
        guard let size, size > 0, size <= 1 << 31 else {
            throw ModelError(
                path, "metadata entry '\(key)' must be a positive whole number, not \(value.shown)")
        }
        return size
    }

    /// A positive whole number, or the largest of a list of them, that must be there.
    ///
    /// - Parameter key: The key.
    /// - Returns: At most 2³¹.
    /// - Throws: ``ModelError`` if it is missing or something else.
    public func size(_ key: String) throws(ModelError) -> Int {
        guard let size = try optionalSize(key) else { throw ModelError(path, "lacks the metadata entry '\(key)'") }
        return size
    }
}
