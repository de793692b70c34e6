/// The day and time that a template is told: given by the caller, so that a prompt can be made again.
public struct TemplateDate: Sendable, Hashable {
    /// The year in the Gregorian calendar, 1 … 9999.
    public let year: Int

    /// The month, 1 … 12.
    public let month: Int

    /// The day of the month, 1 … 31.
    public let day: Int

    /// The hour, 0 … 23.
    public let hour: Int

    /// The minute, 0 … 59.
    public let minute: Int

    /// The second, 0 … 59.
    public let second: Int

    /// Makes a date; nil when there is no such day or time.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), (0...23).contains(hour), (0...59).contains(minute),
            (0...59).contains(second), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day of the year, from 1.
    var dayOfYear: Int { (1..<month).reduce(day) { $0 + Self.days(in: $1, of: year) } }

    /// The day of the week; Sunday is 0.
    var weekday: Int {
        let before = year - 1
        return (before * 365 + before / 4 - before / 100 + before / 400 + dayOfYear) % 7
    }

    /// The week by ISO 8601 and the year that it belongs to.
    var week: (year: Int, number: Int) {
        let number = (dayOfYear - (weekday + 6) % 7 - 1 + 10) / 7
        if number < 1 { return (year - 1, Self.weeks(in: year - 1)) }
        if number > Self.weeks(in: year) { return (year + 1, 1) }
        return (year, number)
    }

    private static func weeks(in year: Int) -> Int {
        func last(_ year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
        return last(year) == 4 || last(year - 1) == 3 ? 53 : 52
    }

    /// Seconds since 1970, were this the time in Greenwich.
    var seconds: Int {
        let before = year - 1
        let days = before * 365 + before / 4 - before / 100 + before / 400 + dayOfYear - 719_163
        return ((days * 24 + hour) * 60 + minute) * 60 + second
    }
}
