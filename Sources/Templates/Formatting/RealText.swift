import Foundation

/// Doubles as Python writes them.
enum RealText {
    /// The shortest digits that name a number: `0.1`, `1e+16`, `inf`.
    static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value > 0 ? "inf" : "-inf" }
        let (digits, exponent) = digits(of: value.magnitude)
        let sign = value.sign == .minus ? "-" : ""
        guard (-4..<16).contains(exponent) else { return sign + scientific(digits, exponent) }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let whole = exponent + 1
        if digits.count <= whole {
            return sign + digits + String(repeating: "0", count: whole - digits.count) + ".0"
        }
        return sign + digits.prefix(whole) + "." + digits.dropFirst(whole)
    }

    private static func scientific(_ digits: String, _ exponent: Int) -> String {
        let fraction = digits.dropFirst()
        let power = String(exponent.magnitude)
        return digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + (exponent < 0 ? "e-" : "e+")
            + (power.count < 2 ? "0" + power : power)
    }

    /// The shortest digits without zeros around them, and the power of ten of the first.
    private static func digits(of value: Double) -> (digits: String, exponent: Int) {
        guard value != 0 else { return ("0", 0) }
        let parts = value.description.split(separator: "e")
        let number = parts[0].split(separator: ".")
        var digits = number.joined()
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + number[0].count - 1
        let zeros = digits.prefix { $0 == "0" }.count
        digits.removeFirst(zeros)
        exponent -= zeros
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (digits, exponent)
    }

    /// C's `printf` of a double; `form` is one of f, e, g, F, E and G.
    static func formatted(_ value: Double, _ form: Character, precision: Int, alternate: Bool = false) -> String {
        let isUpper = form.isUppercase
        guard value.isFinite else {
            let word = value.isNaN ? "nan" : value > 0 ? "inf" : "-inf"
            return isUpper ? word.uppercased() : word
        }
        return String(format: "%\(alternate ? "#" : "").\(precision)\(form)", value)
    }

    /// The nearest double of so many decimals, ties to the even digit; negative counts round before the point.
    static func rounded(_ value: Double, to places: Int) -> Double {
        guard value.isFinite else { return value }
        if places > 323 { return value }
        if places >= 0 { return Double(formatted(value, "f", precision: places)) ?? value }
        guard places > -309 else { return value.sign == .minus ? -0.0 : 0 }
        let unit = pow(10, Double(-places))
        let result = (value / unit).rounded(.toNearestOrEven) * unit
        return result.isFinite ? result : value
    }
}
