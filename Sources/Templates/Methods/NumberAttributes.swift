/// The attributes of Python's numbers and ranges that templates can meet.
enum NumberAttributes {
    /// An attribute; nil where there is none.
    static func value(_ name: String, of value: Value) -> Value? {
        switch (value, name) {
        case (.range(let range), "start"): return .integer(range.start)
        case (.range(let range), "stop"): return .integer(range.stop)
        case (.range(let range), "step"): return .integer(range.step)
        case (.range, _): return nil
        case (.real(let number), "is_integer"):
            return method(name) { .boolean(number.isFinite && number == number.rounded()) }
        case (.real, "real"): return value
        case (.real, "imag"): return .real(0)
        default: break
        }
        guard let integer = value.integer else { return nil }
        switch name {
        case "real", "numerator": return .integer(integer)
        case "imag": return .integer(0)
        case "denominator": return .integer(1)
        case "bit_length": return method(name) { .integer(Int.bitWidth - integer.magnitude.leadingZeroBitCount) }
        default: return nil
        }
    }

    private static func method(_ name: String, _ value: @escaping () -> Value) -> Value {
        .object(
            BuiltinFunction(name, nesting: 0) { (arguments, _) throws(Fault) in
                _ = try arguments.bound(to: [], of: "\(name)()")
                return value()
            })
    }
}
