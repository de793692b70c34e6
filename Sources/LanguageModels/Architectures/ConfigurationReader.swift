import JSON

/// Reads typed values out of a JSON object and names file and key where one is missing or impossible.
struct ConfigurationReader {
    let file: String
    let value: JSONValue

    func error(_ problem: String) -> ModelError { ModelError(file, problem) }

    /// A value that is neither missing nor null.
    func present(_ key: String) -> JSONValue? {
        guard let found = value[key], !found.isNull else { return nil }
        return found
    }

    func section(_ key: String) throws -> ConfigurationReader? {
        guard let found = present(key) else { return nil }
        guard found.members != nil else { throw error("\(key) must be an object, not \(found.kind)") }
        return ConfigurationReader(file: file, value: found)
    }

    func size(_ key: String) throws -> Int {
        guard let size = try optionalSize(key) else { throw error("\(key) is missing") }
        return size
    }

    func optionalSize(_ key: String) throws -> Int? {
        guard let found = present(key) else { return nil }
        guard let size = found.integer, size > 0, size < 1 << 31 else {
            throw error("\(key) must be a positive integer")
        }
        return size
    }

    func number(_ key: String, default fallback: Double?) throws -> Double {
        guard let found = present(key) else {
            guard let fallback else { throw error("\(key) is missing") }
            return fallback
        }
        guard let number = found.double, number > 0 else { throw error("\(key) must be a positive number") }
        return number
    }

    func flag(_ key: String, default fallback: Bool) throws -> Bool {
        guard let found = present(key) else { return fallback }
        guard let flag = found.bool else { throw error("\(key) must be true or false") }
        return flag
    }

    func text(_ key: String) throws -> String {
        guard let text = try optionalText(key) else { throw error("\(key) is missing") }
        return text
    }

    func optionalText(_ key: String) throws -> String? {
        guard let found = present(key) else { return nil }
        guard let text = found.string else { throw error("\(key) must be a string") }
        return text
    }

    func texts(_ key: String) throws -> [String] {
        guard let found = present(key) else { return [] }
        guard let list = found.array else { throw error("\(key) must be a list of strings") }
        return list.compactMap(\.string)
    }

    /// One token id or a list of them.
    func tokens(_ key: String) throws -> Set<Int> {
        guard let found = present(key) else { return [] }
        if let token = found.integer { return [token] }
        guard let list = found.array else { throw error("\(key) must be a token id or a list of them") }
        return Set(list.compactMap(\.integer))
    }

    func integers(_ key: String) throws -> [Int]? {
        guard let found = present(key) else { return nil }
        guard let list = found.array, list.allSatisfy({ $0.integer != nil }) else {
            throw error("\(key) must be a list of integers")
        }
        return list.compactMap(\.integer)
    }
}
