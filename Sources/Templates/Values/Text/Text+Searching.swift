extension Text {
    /// Where another text begins in this one, or in a range of it.
    func firstIndex(of part: Text, in range: Range<Int>? = nil, _ rendering: Rendering) throws(Fault) -> Int? {
        let range = range ?? 0..<count
        guard range.count >= part.count else { return nil }
        var work = WorkMeter(rendering)
        for start in range.lowerBound...range.upperBound - part.count {
            if try matches(part, at: start, &work) { return start }
        }
        try work.settle()
        return nil
    }

    /// Where another text last begins in this one.
    func lastIndex(of part: Text, in range: Range<Int>? = nil, _ rendering: Rendering) throws(Fault) -> Int? {
        let range = range ?? 0..<count
        guard range.count >= part.count else { return nil }
        var work = WorkMeter(rendering)
        for start in (range.lowerBound...range.upperBound - part.count).reversed() {
            if try matches(part, at: start, &work) { return start }
        }
        try work.settle()
        return nil
    }

    private func matches(_ part: Text, at start: Int, _ work: inout WorkMeter) throws(Fault) -> Bool {
        var place = 0
        while place < part.count, (units[start + place] ^ part.units[place]) & Self.scalar == 0 { place += 1 }
        try work.add(place + 1)
        return place == part.count
    }

    /// Tells whether this begins with another text.
    func hasPrefix(_ part: Text) -> Bool { count >= part.count && Text(units[..<part.count]) == part }

    /// Tells whether this ends with another text.
    func hasSuffix(_ part: Text) -> Bool { count >= part.count && Text(units[(count - part.count)...]) == part }

    /// The places where another text stands, from left to right and not overlapping.
    func places(of part: Text, most: Int = .max, _ rendering: Rendering) throws(Fault) -> [Int] {
        var places: [Int] = []
        var start = 0
        while places.count < most, let place = try firstIndex(of: part, in: start..<count, rendering) {
            places.append(place)
            start = place + max(1, part.count)
            if start > count { break }
        }
        return places
    }

    /// This with every occurrence of a text, or the first few, replaced.
    func replacing(_ old: Text, with new: Text, most: Int = .max, _ rendering: Rendering) throws(Fault) -> Text {
        let places = try places(of: old, most: most, rendering)
        guard !places.isEmpty else { return self }
        let (growth, overflows) = places.count.multipliedReportingOverflow(by: new.count)
        try rendering.checkSize(overflows ? .max : count + growth)
        var result: [UInt32] = []
        var start = 0
        for place in places {
            result += units[start..<place]
            result += new.units
            start = place + old.count
        }
        return Text(units: result + units[start...], isMarkup: isMarkup)
    }
}
