/// What a GGUF file says of the split that it is a part of (`split.no`, `split.count`, `split.tensors.count`).
struct GGUFSplit: Equatable {
    /// Which part it is, counted from 1; the file counts from 0.
    let number: Int

    /// How many parts there are.
    let count: Int

    /// How many tensors all parts hold together.
    let tensorCount: Int

    /// Reads a file's entries; nil if it is whole.
    ///
    /// - Parameter file: The file.
    /// - Throws: ``ModelError`` if an entry is missing or makes no sense.
    init?(_ file: GGUFFile) throws(ModelError) {
        guard file["split.count"] != nil else { return nil }
        count = try Self.size("split.count", file)
        guard count > 1 else { return nil }
        number = try Self.size("split.no", file) + 1
        tensorCount = try Self.size("split.tensors.count", file)
        guard number <= count else {
            throw ModelError(
                file.path,
                "metadata entry 'split.no' is \(number - 1), and its parts are counted from 0 to \(count - 1)")
        }
    }

    private static func size(_ key: String, _ file: GGUFFile) throws(ModelError) -> Int {
        guard let value = file[key] else { throw ModelError(file.path, "lacks the metadata entry '\(key)'") }
        guard let size = value.integer, 0...1 << 31 ~= size else {
            throw ModelError(
                file.path, "metadata entry '\(key)' must be a whole number from 0 to 2147483648, not \(value.shown)")
        }
        return size
    }
}
