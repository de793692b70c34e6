/// A string of a template: Unicode scalars, each of which knows where it came from.
///
/// Python counts, slices and compares strings by scalars, so that is what is stored: one number each, whose upper bits hold
/// the origin. Every operation moves these numbers about and so keeps the origin. Two texts are equal when their scalars
/// are, wherever they came from.
struct Text: Sendable {
    /// Marks a scalar that was typed.
    static let typed: UInt32 = 1 << 31

    /// Marks a scalar that was written inside `{% generation %}`.
    static let generated: UInt32 = 1 << 30

    /// Covers the scalar itself.
    static let scalar: UInt32 = 0x1F_FFFF

    /// The scalars with their marks.
    var units: [UInt32]

    /// Whether this is HTML that a filter has escaped: what is added to it is escaped as well.
    var isMarkup = false

    init(units: [UInt32] = [], isMarkup: Bool = false) {
        self.units = units
        self.isMarkup = isMarkup
    }

    init(_ units: ArraySlice<UInt32>, isMarkup: Bool = false) {
        self.init(units: Array(units), isMarkup: isMarkup)
    }

    init(_ string: String, origin: TextOrigin = .template) {
        let mark = origin == .typed ? Self.typed : 0
        units = []
        units.reserveCapacity(string.utf8.count)
        for scalar in string.unicodeScalars { units.append(scalar.value | mark) }
    }

    var count: Int { units.count }

    var isEmpty: Bool { units.isEmpty }

    /// The scalar at an index, without its marks.
    subscript(index: Int) -> UInt32 { units[index] & Self.scalar }

    /// The characters as a Swift string.
    var string: String { Self.string(of: units[...]) }

    /// The characters of a stretch as a Swift string.
    static func string(of units: ArraySlice<UInt32>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(units.count)
        for unit in units {
            let value = unit & scalar
            if value < 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: value))
            } else if let scalar = Unicode.Scalar(value) {
                bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func + (left: Text, right: Text) -> Text {
        Text(units: left.units + right.units, isMarkup: left.isMarkup)
    }

    static func += (left: inout Text, right: Text) { left.units += right.units }

    /// Compares by scalars, as Python does.
    static func < (left: Text, right: Text) -> Bool {
        for (one, other) in zip(left.units, right.units) where (one ^ other) & scalar != 0 {
            return one & scalar < other & scalar
        }
        return left.count < right.count
    }
}

extension Text: Hashable {
    static func == (left: Text, right: Text) -> Bool {
        guard left.units.count == right.units.count else { return false }
        for index in left.units.indices where (left.units[index] ^ right.units[index]) & scalar != 0 { return false }
        return true
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(units.count)
        for unit in units { hasher.combine(unit & Self.scalar) }
    }
}

extension Text: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(value) }
}
