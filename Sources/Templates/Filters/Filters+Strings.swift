extension Filters {
    /// Filters that make strings of strings.
    static let strings: [String: Body] = [
        "capitalize": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "capitalize()")
            return try rendering.made(try soft(value, rendering), by: \.capitalized)
        },
        "center": { (value, arguments, rendering) throws(Fault) in
            let width = try arguments.bound(to: ["width"], of: "center()")[0] ?? .integer(80)
            let padded = Arguments(positional: [width])
            return try StringMethods.pad(try soft(value, rendering), padded, rendering, "center()") { missing, width in
                missing / 2 + (missing & width & 1)
            }
        },
        "e": escape,
        "escape": escape,
        "forceescape": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "forceescape()")
            let text = try soft(value, rendering)
            return try rendering.made(Markup.escaped(Text(units: text.units)))
        },
        "format": { (value, arguments, rendering) throws(Fault) in
            guard arguments.positional.isEmpty || arguments.keywords.isEmpty else {
                throw Fault("format() takes values either by place or by name")
            }
            var values = Value.tuple(ValueList(arguments.positional))
            if !arguments.keywords.isEmpty {
                var named = ValueDictionary()
                for keyword in arguments.keywords { try named.set(keyword.value, for: .text(keyword.name)) }
                values = .dictionary(named)
            }
            return try rendering.made(try PercentFormat.text(try soft(value, rendering), values, rendering))
        },
        "indent": indent,
        "lower": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "lower()")
            return try rendering.made(try soft(value, rendering), by: \.lowercased)
        },
        "replace": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["old", "new", "count"], required: 2, of: "replace()")
            let old = try Representation.printed(bound[0] ?? .none, rendering)
            let new = try Representation.printed(bound[1] ?? .none, rendering)
            let count = try bound.integer(2) ?? -1
            let text = try Representation.printed(value, rendering)
            return try rendering.made(
                try text.replacing(old, with: new, most: count < 0 ? .max : count, rendering))
        },
        "safe": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "safe()")
            return .string(Text(units: try Representation.printed(value, rendering).units, isMarkup: true))
        },
        "string": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "string()")
            return .string(try soft(value, rendering))
        },
        "title": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "title()")
            return try rendering.made(try soft(value, rendering), by: \.titledByPunctuation)
        },
        "trim": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["chars"], of: "trim()")
            let text = try soft(value, rendering)
            let characters = bound[0].map { Arguments(positional: [$0]) } ?? Arguments()
            try rendering.charge(text.count / 8)
            return try StringMethods.strip(text, characters, rendering, left: true, right: true, "trim()")
        },
        "truncate": truncate,
        "upper": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "upper()")
            return try rendering.made(try soft(value, rendering), by: \.uppercased)
        },
        "urlencode": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "urlencode()")
            return try rendering.made(try URLQuoting.text(of: value, rendering))
        },
        "wordcount": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "wordcount()")
            let text = try soft(value, rendering)
            try rendering.charge(characters: text.count)
            var count = 0
            var follows = false
            for unit in text.units {
                let value = unit & Text.scalar
                let isWord =
                    value == 0x5F || CharacterClass.isLetter(value) || CharacterClass.isNumeric(value)
                if isWord, !follows { count += 1 }
                follows = isWord
            }
            return .integer(count)
        },
    ]

    private static let escape: Body = { (value, arguments, rendering) throws(Fault) in
        _ = try arguments.bound(to: [], of: "escape()")
        return try rendering.made(Markup.escaped(try soft(value, rendering)))
    }

    private static let indent: Body = { (value, arguments, rendering) throws(Fault) in
        let bound = try arguments.bound(to: ["width", "first", "blank"], of: "indent()")
        guard case .string(let text) = value else {
            if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
            throw Fault("indent() needs a string, not \(value.noun)")
        }
        let prefix: Text
        switch bound[0] {
        case nil: prefix = "    "
        case .string(let given): prefix = given
        default:
            let width = max(0, try bound.integer(0) ?? 0)
            try rendering.checkSize(width)
            prefix = Text(units: [UInt32](repeating: 0x20, count: width))
        }
        try rendering.charge(characters: text.count)
        // Python adds a line feed before it splits, so that a last empty line counts.
        let lines = (text + "\n").lines()
        let (growth, overflows) = lines.count.multipliedReportingOverflow(by: prefix.count + 1)
        try rendering.checkSize(overflows ? .max : text.count + growth)
        var result = bound.flag(1) ? prefix : Text()
        for (place, line) in lines.enumerated() {
            if place > 0 {
                result += "\n"
                if bound.flag(2) || !line.isEmpty { result += prefix }
            }
            result += line
        }
        result.isMarkup = text.isMarkup
        return try rendering.made(result)
    }

    private static let truncate: Body = { (value, arguments, rendering) throws(Fault) in
        let bound = try arguments.bound(to: ["length", "killwords", "end", "leeway"], of: "truncate()")
        guard case .string(let text) = value else {
            if let count = value.count, try count <= (bound.integer(0) ?? 255) &+ (bound.integer(3) ?? 5) {
                return value
            }
            throw Fault("truncate() needs a string, not \(value.noun)")
        }
        let length = bound[0] == nil ? 255 : try bound.integer(0) ?? 0
        let end = bound[2] == nil ? "..." : try bound.requiredText(2)
        let leeway = try bound.integer(3) ?? 5
        guard length >= end.count, leeway >= 0 else {
            throw Fault("truncate() needs a length of at least \(end.count) and a leeway of at least 0")
        }
        if text.count - length <= leeway { return value }
        let cut = Text(text.units[..<(length - end.count)])
        if bound.flag(1) { return try rendering.made(cut + end) }
        let place = try cut.lastIndex(of: " ", rendering)
        return try rendering.made((place.map { Text(cut.units[..<$0]) } ?? cut) + end)
    }
}

extension Text {
    /// Every word with a capital, as the filter `title` finds words: they begin after white space and opening brackets.
    fileprivate var titledByPunctuation: Text {
        var result = Text(isMarkup: isMarkup)
        var start = 0
        func isBoundary(_ index: Int) -> Bool {
            switch self[index] {
            case 0x2D, 0x28, 0x7B, 0x5B, 0x3C: true
            default: CharacterClass.isSpace(self[index])
            }
        }
        while start < count {
            var end = start
            while end < count, isBoundary(end) == isBoundary(start) { end += 1 }
            let first = Text(units[start..<start + 1]).uppercased
            result += first + Text(units[start + 1..<end]).lowercased
            start = end
        }
        return result
    }
}
