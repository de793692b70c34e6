internal import JSON

/// A part of a tokenizer file with the path that leads to it, so that every fault can say where it is.
struct TokenizerComponent {
    let file: String
    let path: String
    let value: JSONValue

    /// The error for a fault in this part.
    func fault(_ reason: String) -> TokenizerError {
        TokenizerError(file: file, component: path, reason: reason)
    }

    /// The error for a `type` this toolkit does not have.
    func unsupportedType(_ type: String, supported: [String]) -> TokenizerError {
        fault("the type \"\(type)\" is not supported; supported are \(supported.joined(separator: ", "))")
    }

    /// The part under a key; nil when it is missing or null.
    func child(_ key: String) -> TokenizerComponent? {
        guard let value = value[key], !value.isNull else { return nil }
        return TokenizerComponent(file: file, path: path.isEmpty ? key : "\(path).\(key)", value: value)
    }

    /// The elements of the array under a key; none when it is missing or null.
    func children(_ key: String) throws(TokenizerError) -> [TokenizerComponent] {
        guard let child = child(key) else { return [] }
        guard let elements = child.value.array else {
            throw child.fault("expected an array, found \(child.value.kind)")
        }
        return elements.enumerated().map { index, element in
            TokenizerComponent(file: file, path: "\(child.path)[\(index)]", value: element)
        }
    }

    /// The string under a key.
    func string(_ key: String) throws(TokenizerError) -> String {
        guard let string = try optionalString(key) else { throw fault("the string \"\(key)\" is missing") }
        return string
    }

    /// The string under a key; nil when it is missing or null.
    func optionalString(_ key: String) throws(TokenizerError) -> String? {
        guard let child = child(key) else { return nil }
        guard let string = child.value.string else {
            throw child.fault("expected a string, found \(child.value.kind)")
        }
        return string
    }

    /// The one character under a key.
    func character(_ key: String) throws(TokenizerError) -> Unicode.Scalar {
        let scalars = Array(try string(key).unicodeScalars)
        guard scalars.count == 1 else { throw fault("\"\(key)\" must hold one character") }
        return scalars[0]
    }

    /// The truth value under a key, or the format's default when it is missing or null.
    func bool(_ key: String, default standard: Bool) throws(TokenizerError) -> Bool {
        guard let child = child(key) else { return standard }
        guard let bool = child.value.bool else {
            throw child.fault("expected true or false, found \(child.value.kind)")
        }
        return bool
    }

    /// The integer under a key, at least 0.
    func count(_ key: String) throws(TokenizerError) -> Int {
        guard let integer = value[key]?.integer, integer >= 0 else {
            throw fault("\"\(key)\" must be an integer of at least 0")
        }
        return integer
    }
}
