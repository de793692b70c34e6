public import Foundation

/// Writes the bytes of a GGUF file, right or wrong on purpose.
public struct GGUFBytes {
    /// The bytes so far.
    public private(set) var bytes = Data()

    /// Nothing yet.
    public init() {}

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - version: Of the format.
    ///   - tensors: How many tensors are claimed.
    ///   - entries: How many metadata entries are claimed.
    public init(version: UInt32 = 3, tensors: UInt64, entries: UInt64) {
        bytes.append(contentsOf: "GGUF".utf8)
        number(version)
        number(tensors)
        number(entries)
    }

    /// A little-endian number.
    public mutating func number(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// A text with its length.
    public mutating func text(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// An entry that holds a number of 32 bits.
    public mutating func entry(_ key: String, _ value: UInt32) {
        text(key)
        number(UInt32(4))
        number(value)
    }

    /// An entry that holds a number of another type, told by GGUF's number for it.
    public mutating func entry(_ key: String, type: UInt32, _ value: some FixedWidthInteger) {
        text(key)
        number(type)
        number(value)
    }

    /// The entries of a part of a split model, counted from 0.
    public mutating func split(_ part: UInt16, of count: UInt16, tensors: Int32) {
        entry("split.no", type: 2, part)
        entry("split.count", type: 2, count)
        entry("split.tensors.count", type: 5, tensors)
    }

    /// An entry that holds a text.
    public mutating func entry(_ key: String, _ value: String) {
        text(key)
        number(UInt32(8))
        text(value)
    }

    /// The beginning of an entry that holds several values of one type.
    private mutating func list(_ key: String, of type: UInt32, count: Int) {
        text(key)
        number(UInt32(9))
        number(type)
        number(UInt64(count))
    }

    /// An entry that holds texts.
    public mutating func entry(_ key: String, _ values: [String]) {
        list(key, of: 8, count: values.count)
        for value in values { text(value) }
    }

    /// An entry that holds whole numbers of 32 bits.
    public mutating func entry(_ key: String, _ values: [Int32]) {
        list(key, of: 5, count: values.count)
        for value in values { number(value) }
    }

    /// An entry that holds numbers in single precision.
    public mutating func entry(_ key: String, _ values: [Float]) {
        list(key, of: 6, count: values.count)
        for value in values { number(value.bitPattern) }
    }

    /// An entry that is true or false.
    public mutating func entry(_ key: String, _ value: Bool) {
        text(key)
        number(UInt32(7))
        number(UInt8(value ? 1 : 0))
    }

    /// A tensor's declaration, extents innermost first.
    public mutating func tensor(_ name: String, _ extents: [UInt64], type: UInt32, offset: UInt64) {
        text(name)
        number(UInt32(extents.count))
        for extent in extents { number(extent) }
        number(type)
        number(offset)
    }

    /// Zeros up to a multiple of a number.
    public mutating func pad(to alignment: Int) {
        while !bytes.count.isMultiple(of: alignment) { bytes.append(0) }
    }

    /// Bytes as they are.
    public mutating func raw(_ raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }
}
