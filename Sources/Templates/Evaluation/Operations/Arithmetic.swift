import Foundation

/// Python's arithmetic on whole numbers of 64 bits and doubles.
enum Arithmetic {
    enum Operation: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case floorDivide = "//"
        case remainder = "%"
        case power = "**"
    }

    /// The result of an operation on any two values.
    static func result(
        _ left: Value, _ operation: Operation, _ right: Value, _ rendering: Rendering
    ) throws(Fault) -> Value {
        if let left = left.integer, let right = right.integer { return try result(left, operation, right) }
        if let left = left.number, let right = right.number { return .real(try result(left, operation, right)) }
        switch (left, operation, right) {
        case (.string(let left), .add, .string(let right)): return try rendering.made(Markup.sum(left, right))
        case (.string(let format), .remainder, _):
            return try rendering.made(try PercentFormat.text(format, right, rendering))
        case (.list(let left), .add, .list(let right)): return try rendering.list(left.elements + right.elements)
        case (.tuple(let left), .add, .tuple(let right)): return try rendering.tuple(left.elements + right.elements)
        case (_, .multiply, _):
            if let count = right.integer, let product = try repeated(left, count, rendering) { return product }
            if let count = left.integer, let product = try repeated(right, count, rendering) { return product }
        default: break
        }
        for case .undefined(let undefined) in [left, right] { throw undefined.fault(rendering) }
        throw Fault("'\(operation.rawValue)' does not work on \(left.noun) and \(right.noun)")
    }

    /// A number with its sign turned.
    static func negated(_ value: Value, _ rendering: Rendering) throws(Fault) -> Value {
        if let integer = value.integer { return try whole(0.subtractingReportingOverflow(integer)) }
        if case .real(let number) = value { return .real(-number) }
        throw failure("-", value, rendering)
    }

    /// A number as it is.
    static func unchanged(_ value: Value, _ rendering: Rendering) throws(Fault) -> Value {
        if let integer = value.integer { return .integer(integer) }
        if case .real = value { return value }
        throw failure("+", value, rendering)
    }

    private static func failure(_ sign: String, _ value: Value, _ rendering: Rendering) -> Fault {
        if case .undefined(let undefined) = value { return undefined.fault(rendering) }
        return Fault("'\(sign)' does not work on \(value.noun)")
    }

    private static func repeated(_ value: Value, _ count: Int, _ rendering: Rendering) throws(Fault) -> Value? {
        let count = max(0, count)
        func checked(_ length: Int) throws(Fault) {
            let (total, overflows) = length.multipliedReportingOverflow(by: count)
            try rendering.checkSize(overflows ? .max : total)
        }
        switch value {
        case .string(let text):
            try checked(text.count)
            var units: [UInt32] = []
            if !text.isEmpty { for _ in 0..<count { units += text.units } }
            return try rendering.made(Text(units: units, isMarkup: text.isMarkup))
        case .list(let list), .tuple(let list):
            try checked(list.elements.count)
            var elements: [Value] = []
            if !list.elements.isEmpty { for _ in 0..<count { elements += list.elements } }
            if case .list = value { return try rendering.list(elements) }
            return try rendering.tuple(elements)
        default: return nil
        }
    }

    private static func whole(_ result: (partialValue: Int, overflow: Bool)) throws(Fault) -> Value {
        guard !result.overflow else { throw Fault("a whole number does not fit 64 bits") }
        return .integer(result.partialValue)
    }

    private static func result(_ left: Int, _ operation: Operation, _ right: Int) throws(Fault) -> Value {
        switch operation {
        case .add: return try whole(left.addingReportingOverflow(right))
        case .subtract: return try whole(left.subtractingReportingOverflow(right))
        case .multiply: return try whole(left.multipliedReportingOverflow(by: right))
        case .divide:
            guard right != 0 else { throw Fault("division by zero") }
            return .real(Double(left) / Double(right))
        case .floorDivide:
            guard right != 0 else { throw Fault("division by zero") }
            let (quotient, overflows) = left.dividedReportingOverflow(by: right)
            guard !overflows else { throw Fault("a whole number does not fit 64 bits") }
            let rest = left &- quotient &* right
            return .integer(rest != 0 && (rest < 0) != (right < 0) ? quotient - 1 : quotient)
        case .remainder:
            guard right != 0 else { throw Fault("division by zero") }
            let rest = right == -1 ? 0 : left % right
            return .integer(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
        case .power:
            guard right >= 0 else {
                guard left != 0 else { throw Fault("zero has no negative power") }
                return .real(pow(Double(left), Double(right)))
            }
            return try power(left, right)
        }
    }

    private static func power(_ base: Int, _ exponent: Int) throws(Fault) -> Value {
        if base == 0 || base == 1 { return .integer(exponent == 0 ? 1 : base) }
        if base == -1 { return .integer(exponent % 2 == 0 ? 1 : -1) }
        var product = 1
        // Any other base leaves 64 bits before the 64th power.
        for _ in 0..<min(exponent, 64) {
            let (next, overflows) = product.multipliedReportingOverflow(by: base)
            guard !overflows else { throw Fault("a whole number does not fit 64 bits") }
            product = next
        }
        return .integer(product)
    }

    private static func result(_ left: Double, _ operation: Operation, _ right: Double) throws(Fault) -> Double {
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide:
            guard right != 0 else { throw Fault("division by zero") }
            return left / right
        case .floorDivide: return try division(left, right).quotient
        case .remainder: return try division(left, right).rest
        case .power:
            if left == 0, right < 0 { throw Fault("zero has no negative power") }
            if left < 0, left.isFinite, right.isFinite, right != right.rounded() {
                throw Fault("a negative number has no power of \(right)")
            }
            let power = pow(left, right)
            if power.isInfinite, left.isFinite, right.isFinite { throw Fault("a power does not fit a double") }
            return power
        }
    }

    /// Quotient and rest as Python rounds them: downwards.
    private static func division(_ left: Double, _ right: Double) throws(Fault) -> (quotient: Double, rest: Double) {
        guard right != 0 else { throw Fault("division by zero") }
        var rest = fmod(left, right)
        var quotient = (left - rest) / right
        if rest != 0 {
            if (right < 0) != (rest < 0) {
                rest += right
                quotient -= 1
            }
        } else {
            rest = right < 0 ? -0.0 : 0.0
        }
        if quotient != 0 {
            let floor = quotient.rounded(.down)
            return (quotient - floor > 0.5 ? floor + 1 : floor, rest)
        }
        return ((left / right).sign == .minus ? -0.0 : 0.0, rest)
    }
}
