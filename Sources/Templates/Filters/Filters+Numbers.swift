import Foundation

extension Filters {
    /// Filters that make numbers, or strings of numbers.
    static let numbers: [String: Body] = [
        "abs": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "abs()")
            if let integer = value.integer {
                return integer < 0 ? try Arithmetic.negated(.integer(integer), rendering) : .integer(integer)
            }
            guard case .real(let number) = value else { throw Fault("abs() needs a number, not \(value.noun)") }
            return .real(number.magnitude)
        },
        "filesizeformat": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["binary"], of: "filesizeformat()")
            guard let size = try NumberText.real(value, rendering) else {
                throw Fault("filesizeformat() needs a number, not \(value.noun)")
            }
            return .text(try fileSize(size, isBinary: bound.flag(0)))
        },
        "float": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["default"], of: "float()")
            return try NumberText.real(value, rendering).map { .real($0) } ?? bound[0] ?? .real(0)
        },
        "int": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["default", "base"], of: "int()")
            let base = try bound.integer(1) ?? 10
            if case .string(let text) = value {
                if let integer = try NumberText.integer(text, base: base) { return .integer(integer) }
            } else if let integer = value.integer {
                return .integer(integer)
            }
            guard let number = try NumberText.real(value, rendering), number.isFinite else {
                return bound[0] ?? .integer(0)
            }
            guard let integer = Int(exactly: number.rounded(.towardZero)) else {
                throw Fault("a whole number does not fit 64 bits")
            }
            return .integer(integer)
        },
        "round": round,
    ]

    private static let round: Body = { (value, arguments, rendering) throws(Fault) in
        let bound = try arguments.bound(to: ["precision", "method"], of: "round()")
        let places = bound[0] == nil ? 0 : try bound.integer(0)
        let method = try bound.text(1)?.string ?? "common"
        guard ["common", "ceil", "floor"].contains(method) else {
            throw Fault("round() knows the methods 'common', 'ceil' and 'floor'")
        }
        guard let number = value.number else {
            if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
            throw Fault("round() needs a number, not \(value.noun)")
        }
        if method == "common" {
            if let integer = value.integer { return .integer(try rounded(integer, to: places ?? 0)) }
            guard let places else { return .integer(try whole(number.rounded(.toNearestOrEven))) }
            return .real(RealText.rounded(number, to: places))
        }
        guard let places else { throw Fault("round() needs a precision") }
        let unit = pow(10, Double(places))
        let scaled = number * unit
        guard scaled.isFinite else { throw Fault("round() of a number that is not finite") }
        return .real(scaled.rounded(method == "ceil" ? .up : .down) / unit)
    }

    private static func whole(_ number: Double) throws(Fault) -> Int {
        guard let integer = Int(exactly: number) else { throw Fault("a whole number does not fit 64 bits") }
        return integer
    }

    /// A whole number rounded before its last digits, ties to the even one.
    private static func rounded(_ value: Int, to places: Int) throws(Fault) -> Int {
        guard places < 0 else { return value }
        guard places > -19 else { return 0 }
        let unit = (0..<(-places)).reduce(1) { product, _ in product * 10 }
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
        let twice = rest.magnitude.multipliedReportingOverflow(by: 2).partialValue
        let isUp = twice > unit.magnitude || (twice == unit.magnitude && !quotient.isMultiple(of: 2))
        let (result, overflows) = (quotient + (isUp ? (value < 0 ? -1 : 1) : 0)).multipliedReportingOverflow(by: unit)
        guard !overflows else { throw Fault("a whole number does not fit 64 bits") }
        return result
    }

    private static func fileSize(_ size: Double, isBinary: Bool) throws(Fault) -> String {
        let base: Double = isBinary ? 1024 : 1000
        if size == 1 { return "1 Byte" }
        if size < base { return "\(try whole(size.rounded(.towardZero))) Bytes" }
        var unit = base
        for letter in isBinary ? "KMGTPEZY" : "kMGTPEZY" {
            unit *= base
            if size < unit || letter == "Y" {
                return RealText.formatted(base * size / unit, "f", precision: 1) + " \(letter)"
                    + (isBinary ? "iB" : "B")
            }
        }
        return ""
    }
}
