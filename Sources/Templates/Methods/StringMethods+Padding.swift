extension StringMethods {
    /// Fills a text up to a width; `left` says how many of the missing characters come before it.
    static func pad(
        _ text: Text, _ arguments: Arguments, _ rendering: Rendering, _ callee: String,
        _ left: (_ missing: Int, _ width: Int) -> Int
    ) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" width", " fillchar"], required: 1, of: callee)
        guard let width = bound[0]?.integer else { throw bound.fault(0, "a whole number", bound[0] ?? .none) }
        let fill = bound[1] == nil ? " " : try bound.requiredText(1)
        guard fill.count == 1 else { throw Fault("\(callee) fills with one character, not with \(fill.count)") }
        guard width > text.count else { return .string(text) }
        try rendering.checkSize(width)
        let missing = width - text.count
        let before = left(missing, width)
        let units =
            [UInt32](repeating: fill.units[0], count: before) + text.units
            + [UInt32](repeating: fill.units[0], count: missing - before)
        return try rendering.made(Text(units: units, isMarkup: text.isMarkup))
    }

    static func fillWithZeros(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" width"], required: 1, of: "zfill()")
        guard let width = bound[0]?.integer else { throw bound.fault(0, "a whole number", bound[0] ?? .none) }
        guard width > text.count else { return .string(text) }
        try rendering.checkSize(width)
        let sign = text.isEmpty ? 0 : text[0]
        let first = sign == 0x2B || sign == 0x2D ? 1 : 0
        let zeros = [UInt32](repeating: 0x30, count: width - text.count)
        return try rendering.made(Text(units: Array(text.units[..<first]) + zeros + text.units[first...]))
    }

    static func expandTabs(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: ["tabsize"], of: "expandtabs()")
        let size = try bound.integer(0) ?? 8
        var units: [UInt32] = []
        var column = 0
        for unit in text.units {
            switch unit & Text.scalar {
            case 0x09:
                guard size > 0 else { continue }
                let spaces = size - column % size
                try rendering.checkSize(spaces)
                try rendering.checkSize(units.count + spaces)
                units += [UInt32](repeating: 0x20 | (unit & ~Text.scalar), count: spaces)
                column += spaces
            case 0x0A, 0x0D:
                units.append(unit)
                column = 0
            default:
                units.append(unit)
                column += 1
            }
        }
        return try rendering.made(Text(units: units))
    }
}
