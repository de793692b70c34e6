import Foundation

/// A value of a GGUF file's metadata.
public enum GGUFValue: Sendable, Equatable {
    /// A whole number that cannot be negative, of 8 to 64 bits.
    case unsigned(UInt64)

    /// A whole number of 8 to 64 bits.
    case signed(Int64)

    /// A floating-point number of 32 or 64 bits.
    case real(Double)

    /// True or false.
    case boolean(Bool)

    /// Text.
    case text(String)

    /// Several values of one type, decoded when they are asked for.
    case list(GGUFList)

    /// The number, if it is a whole one that fits.
    public var integer: Int? {
        switch self {
        case .unsigned(let number): Int(exactly: number)
        case .signed(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The number, whole or not.
    public var number: Double? {
        switch self {
        case .unsigned(let number): Double(number)
        case .signed(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }

    /// The text, if it is one.
    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// What to call the value in a message.
    public var kind: String {
        switch self {
        case .unsigned, .signed: "a whole number"
        case .real: "a number"
        case .boolean: "true or false"
        case .text: "text"
        case .list: "a list"
        }
    }
}

extension GGUFValue {
    /// The value where it is a number or a truth value, else its kind: for messages about values that are wrong.
    var shown: String {
        switch self {
        case .unsigned(let number): "\(number)"
        case .signed(let number): "\(number)"
        case .real(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .text, .list: kind
        }
    }
}

/// Values of one type in a GGUF file's metadata, where they lie in the file.
public struct GGUFList: Sendable, Equatable {
    /// What the elements are.
    let type: GGUFValueType

    /// How many there are.
    public let count: Int

    /// Their bytes, checked to hold that many.
    let bytes: Data

    /// The elements as whole numbers; nil if they are something else, or one does not fit.
    public var integers: [Int]? { type.size == nil ? nil : elements { try $0.scalar(type).integer } }

    /// The elements as numbers; nil if they are something else.
    public var numbers: [Double]? { type.size == nil ? nil : elements { try $0.scalar(type).number } }

    /// The elements as truth values; nil if they are something else.
    public var booleans: [Bool]? {
        guard type == .boolean else { return nil }
        return elements { cursor in
            guard case .boolean(let flag) = try cursor.scalar(type) else { return nil }
            return flag
        }
    }

    /// The elements as texts; nil if they are something else, or one is no UTF-8.
    public var texts: [String]? { type == .string ? elements { try $0.text("element") } : nil }

    /// All elements; nil if one cannot be read.
    private func elements<Element>(_ read: (inout ByteCursor) throws -> Element?) -> [Element]? {
        var cursor = ByteCursor(bytes, path: "")
        var found: [Element] = []
        for _ in 0..<count {
            guard let element = (try? read(&cursor)) ?? nil else { return nil }
            found.append(element)
        }
        return found
    }
}

extension GGUFList {
    /// A list of whole numbers of 32 bits.
    ///
    /// - Parameter integers: Its elements.
    public init(_ integers: [Int32]) {
        let bytes = integers.map(\.littleEndian).withUnsafeBytes { Data($0) }
        self.init(type: .int32, count: integers.count, bytes: bytes)
    }
}

/// What a metadata value is, by its number in files.
enum GGUFValueType: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, boolean, string, array, uint64, int64, float64

    /// The size of a value in bytes; nil where it varies.
    var size: Int? {
        switch self {
        case .uint8, .int8, .boolean: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        case .string, .array: nil
        }
    }
}
