public import JSON

/// Reads typed values out of a JSON object and names file and key where one is missing or impossible.
///
/// A key whose value is null counts as missing, as it does for the libraries that write these files.
public struct ConfigurationReader: Sendable {
    /// The file's path, for messages.
    public let file: String

    private let value: JSONValue

    /// Reads from an object.
    ///
    /// - Parameters:
    ///   - file: The file's path, for messages.
    ///   - value: A JSON object.
    public init(file: String, value: JSONValue) {
        self.file = file
        self.value = value
    }

    /// An error that names the file.
    ///
    /// - Parameter problem: What is wrong.
    /// - Returns: The error to throw.
    public func error(_ problem: String) -> ModelError { ModelError(file, problem) }

    /// Whether a key is there and not null.
    public func has(_ key: String) -> Bool { present(key) != nil }

    /// An object within the object; nil if the key is missing.
    public func section(_ key: String) throws -> ConfigurationReader? {
        guard let found = present(key) else { return nil }
        guard found.members != nil else { throw error("\(key) must be an object, not \(found.kind)") }
        return ConfigurationReader(file: file, value: found)
    }

    /// A positive integer that must be there.
    public func size(_ key: String) throws -> Int {
        guard let size = try optionalSize(key) else { throw error("\(key) is missing") }
        return size
    }

    /// A positive integer; nil if the key is missing.
    public func optionalSize(_ key: String) throws -> Int? {
        guard let found = present(key) else { return nil }
        guard let size = found.integer, size > 0, size < 1 << 31 else {
            throw error("\(key) must be a positive integer")
        }
        return size
    }

    /// A positive integer, or null for none; a key that is missing altogether means the default.
    public func optionalSize(_ key: String, default fallback: Int) throws -> Int? {
        value[key] == nil ? fallback : try optionalSize(key)
    }

    /// An integer that is not negative.
    public func count(_ key: String, default fallback: Int) throws -> Int {
        guard let found = present(key) else { return fallback }
        guard let count = found.integer, count >= 0, count < 1 << 31 else {
            throw error("\(key) must be an integer that is not negative")
        }
        return count
    }

    /// A positive number, or null for none; a key that is missing altogether means the default.
    public func optionalNumber(_ key: String, default fallback: Double?) throws -> Double? {
        if value[key] == nil { return fallback }
        return has(key) ? try number(key, default: nil) : nil
    }

    /// A list of positive numbers that must be there.
    public func numbers(_ key: String) throws -> [Double] {
        guard let found = present(key) else { throw error("\(key) is missing") }
        guard let list = found.array, list.allSatisfy({ Self.isPositive($0.double ?? 0) }) else {
            throw error("\(key) must be a list of positive numbers")
        }
        return list.compactMap(\.double)
    }

    /// A positive number; without a default it must be there.
    public func number(_ key: String, default fallback: Double?) throws -> Double {
        guard let found = present(key) else {
            guard let fallback else { throw error("\(key) is missing") }
            return fallback
        }
        guard let number = found.double, Self.isPositive(number) else {
            throw error("\(key) must be a positive number")
        }
        return number
    }

    /// Whether a number is positive and finite in single precision too, in which it is used.
    private static func isPositive(_ number: Double) -> Bool { Float(number) > 0 && Float(number).isFinite }

    /// A number that is not negative; 0 if the key is missing.
    public func numberOrZero(_ key: String) throws -> Double {
        guard let found = present(key) else { return 0 }
        guard let number = found.double, number >= 0 else { throw error("\(key) must be a number, 0 or more") }
        return number
    }

    /// True or false.
    public func flag(_ key: String, default fallback: Bool) throws -> Bool {
        guard let found = present(key) else { return fallback }
        guard let flag = found.bool else { throw error("\(key) must be true or false") }
        return flag
    }

    /// A string that must be there.
    public func text(_ key: String) throws -> String {
        guard let text = try optionalText(key) else { throw error("\(key) is missing") }
        return text
    }

    /// A string; nil if the key is missing.
    public func optionalText(_ key: String) throws -> String? {
        guard let found = present(key) else { return nil }
        guard let text = found.string else { throw error("\(key) must be a string") }
        return text
    }

    /// A list of strings; empty if the key is missing.
    public func texts(_ key: String) throws -> [String] {
        guard let found = present(key) else { return [] }
        guard let list = found.array, list.allSatisfy({ $0.string != nil }) else {
            throw error("\(key) must be a list of strings")
        }
        return list.compactMap(\.string)
    }

    /// One token id or a list of them; empty if the key is missing.
    public func tokens(_ key: String) throws -> Set<Int> {
        guard let found = present(key) else { return [] }
        if let token = found.integer { return [token] }
        return Set(try integers(key) ?? [])
    }

    /// A list of integers; nil if the key is missing.
    public func integers(_ key: String) throws -> [Int]? {
        guard let found = present(key) else { return nil }
        guard let list = found.array, list.allSatisfy({ $0.integer != nil }) else {
            throw error("\(key) must be a list of integers")
        }
        return list.compactMap(\.integer)
    }

    private func present(_ key: String) -> JSONValue? {
        guard let found = value[key], !found.isNull else { return nil }
        return found
    }
}
