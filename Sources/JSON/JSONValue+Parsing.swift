extension JSONValue {
    /// Reads one JSON text that fills the bytes, white space aside.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text: a whole file, a line of a `.jsonl` file, or the header of a safetensors file.
    ///   - source: The text's name for messages, usually the file's name.
    ///   - maximumDepth: How many arrays and objects may be open at once; it bounds the stack.
    /// - Throws: ``JSONError`` at the first fault: broken syntax, a key twice in one object, invalid UTF-8, a lone
    ///   surrogate, a number beyond a double's range, nesting beyond `maximumDepth`, or text after the value. An
    ///   integer beyond 64 bits is no fault; it becomes a ``real(_:)``.
    /// - Complexity: O(bytes).
    public init(
        parsing bytes: some Sequence<UInt8>, source: String? = nil, maximumDepth: Int = 128
    ) throws(JSONError) {
        var parser = JSONParser(bytes: Array(bytes), source: source, maximumDepth: maximumDepth)
        self = try parser.parseText()
    }

    /// Reads one JSON text from a string; see ``init(parsing:source:maximumDepth:)``.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - source: The text's name for messages.
    /// - Throws: ``JSONError`` at the first fault.
    public init(parsing text: String, source: String? = nil) throws(JSONError) {
        try self.init(parsing: text.utf8, source: source)
    }
}
