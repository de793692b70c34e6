extension TemplateDate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// Python's `strftime` in the C locale, for a time without a zone.
    func text(_ format: Text, _ rendering: Rendering) throws(Fault) -> Text {
        var result = Text()
        var index = 0
        while index < format.count {
            guard format[index] == 0x25, let (text, end) = try directive(format, from: index, rendering) else {
                result.units.append(format.units[index])
                index += 1
                continue
            }
            result += Text(text)
            try rendering.checkSize(result.count)
            index = end
        }
        return result
    }

    /// What a directive writes, and where it ends; nil for one that is none, which stays as it is.
    private func directive(
        _ format: Text, from start: Int, _ rendering: Rendering
    ) throws(Fault) -> (text: String, end: Int)? {
        var index = start + 1
        var flag: Unicode.Scalar?
        var isUpper = false
        var width: Int?
        while index < format.count, let scalar = Unicode.Scalar(format[index]), "-_0^#".unicodeScalars.contains(scalar)
        {
            if scalar == "^" || scalar == "#" { isUpper = true } else { flag = scalar }
            index += 1
        }
        while index < format.count, (0x30...0x39).contains(format[index]) {
            width = (width ?? 0) * 10 + Int(format[index] - 0x30)
            try rendering.checkSize(width ?? 0)
            index += 1
        }
        // Modifiers for other calendars and digits change nothing in the C locale.
        if index + 1 < format.count, format[index] == 0x45 || format[index] == 0x4F { index += 1 }
        guard index < format.count, let letter = Unicode.Scalar(format[index]) else { return nil }
        if let (number, digits, padding) = number(letter) {
            let text = String(number)
            let fill: Character? = flag == "-" ? nil : flag == "_" ? " " : flag == "0" ? "0" : padding
            let missing = max(0, (width ?? digits) - text.count)
            return (fill.map { String(repeating: $0, count: missing) + text } ?? text, index + 1)
        }
        guard var text = try words(letter, rendering) else { return nil }
        if isUpper { text = text.uppercased() }
        if let width, text.count < width {
            text = String(repeating: flag == "0" ? "0" : " ", count: width - text.count) + text
        }
        return (text, index + 1)
    }

    private func number(_ letter: Unicode.Scalar) -> (number: Int, digits: Int, padding: Character)? {
        switch letter {
        case "Y": (year, 1, "0")
        case "C": (year / 100, 2, "0")
        case "y": (year % 100, 2, "0")
        case "m": (month, 2, "0")
        case "d": (day, 2, "0")
        case "e": (day, 2, " ")
        case "H": (hour, 2, "0")
        case "k": (hour, 2, " ")
        case "I": ((hour + 11) % 12 + 1, 2, "0")
        case "l": ((hour + 11) % 12 + 1, 2, " ")
        case "M": (minute, 2, "0")
        case "S": (second, 2, "0")
        case "f": (0, 6, "0")
        case "j": (dayOfYear, 3, "0")
        case "u": ((weekday + 6) % 7 + 1, 1, "0")
        case "w": (weekday, 1, "0")
        case "U": ((dayOfYear + 6 - weekday) / 7, 2, "0")
        case "W": ((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2, "0")
        case "V": (week.number, 2, "0")
        case "G": (week.year, 1, "0")
        case "g": (week.year % 100, 2, "0")
        case "s": (seconds, 1, "0")
        default: nil
        }
    }

    private func words(_ letter: Unicode.Scalar, _ rendering: Rendering) throws(Fault) -> String? {
        func composed(_ format: Text) throws(Fault) -> String { try text(format, rendering).string }
        switch letter {
        case "A": return Self.weekdays[weekday]
        case "a": return String(Self.weekdays[weekday].prefix(3))
        case "B": return Self.months[month - 1]
        case "b", "h": return String(Self.months[month - 1].prefix(3))
        case "p": return hour < 12 ? "AM" : "PM"
        case "P": return hour < 12 ? "am" : "pm"
        case "c": return try composed("%a %b %e %H:%M:%S %Y")
        case "D", "x": return try composed("%m/%d/%y")
        case "F": return try composed("%Y-%m-%d")
        case "R": return try composed("%H:%M")
        case "r": return try composed("%I:%M:%S %p")
        case "T", "X": return try composed("%H:%M:%S")
        case "Z", "z": return ""
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return nil
        }
    }
}
