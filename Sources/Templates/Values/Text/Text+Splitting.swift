extension Text {
    /// Without the characters at its ends for which a condition holds.
    func stripped(left: Bool = true, right: Bool = true, where isTaken: (UInt32) -> Bool = CharacterClass.isSpace)
        -> Text
    {
        var start = 0
        var end = count
        if left { while start < end, isTaken(self[start]) { start += 1 } }
        if right { while end > start, isTaken(self[end - 1]) { end -= 1 } }
        if start == 0, end == count { return self }
        return Text(units[start..<end], isMarkup: isMarkup)
    }

    /// The lines, with or without what ends them.
    func lines(keepingEnds: Bool = false) -> [Text] {
        var lines: [Text] = []
        var start = 0
        var place = 0
        while place < count {
            guard CharacterClass.endsLine(self[place]) else {
                place += 1
                continue
            }
            let end = place
            place += self[place] == 0x0D && place + 1 < count && self[place + 1] == 0x0A ? 2 : 1
            lines.append(Text(units[start..<(keepingEnds ? place : end)], isMarkup: isMarkup))
            start = place
        }
        if start < count { lines.append(Text(units[start...], isMarkup: isMarkup)) }
        return lines
    }

    /// The words between white space.
    func words(most: Int = .max) -> [Text] {
        var words: [Text] = []
        var place = 0
        while true {
            while place < count, CharacterClass.isSpace(self[place]) { place += 1 }
            guard place < count else { return words }
            let start = place
            if words.count == most { return words + [Text(units[start...], isMarkup: isMarkup)] }
            while place < count, !CharacterClass.isSpace(self[place]) { place += 1 }
            words.append(Text(units[start..<place], isMarkup: isMarkup))
        }
    }

    /// The words between white space; what is left over stays at the beginning.
    func wordsFromRight(most: Int) -> [Text] {
        var words: [Text] = []
        var place = count
        while true {
            while place > 0, CharacterClass.isSpace(self[place - 1]) { place -= 1 }
            guard place > 0 else { return words.reversed() }
            let end = place
            if words.count == most { return (words + [Text(units[..<end], isMarkup: isMarkup)]).reversed() }
            while place > 0, !CharacterClass.isSpace(self[place - 1]) { place -= 1 }
            words.append(Text(units[place..<end], isMarkup: isMarkup))
        }
    }

    /// The parts between places where a separator of a length stands.
    func parts(at places: [Int], length: Int) -> [Text] {
        var parts: [Text] = []
        var start = 0
        for place in places {
            parts.append(Text(units[start..<place], isMarkup: isMarkup))
            start = place + length
        }
        parts.append(Text(units[start...], isMarkup: isMarkup))
        return parts
    }
}
