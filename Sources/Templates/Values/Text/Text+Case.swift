extension Text {
    /// This with every scalar turned into others of the same origin.
    private func mapped(_ transform: (Unicode.Scalar, Int) -> String) -> Text {
        var result: [UInt32] = []
        result.reserveCapacity(count)
        for (place, unit) in units.enumerated() {
            guard let scalar = Unicode.Scalar(unit & Self.scalar) else { continue }
            for new in transform(scalar, place).unicodeScalars { result.append(new.value | (unit & ~Self.scalar)) }
        }
        return Text(units: result, isMarkup: isMarkup)
    }

    var uppercased: Text { mapped { scalar, _ in scalar.properties.uppercaseMapping } }

    var lowercased: Text { mapped { lower($0, at: $1) } }

    /// What is compared where case does not matter.
    var folded: Text {
        mapped { scalar, _ in
            scalar.properties.uppercaseMapping.unicodeScalars.map(\.properties.lowercaseMapping).joined()
        }
    }

    var capitalized: Text {
        mapped { scalar, place in place == 0 ? scalar.properties.titlecaseMapping : lower(scalar, at: place) }
    }

    var caseSwapped: Text {
        mapped { scalar, place in
            if scalar.properties.isUppercase { return lower(scalar, at: place) }
            return scalar.properties.isLowercase ? scalar.properties.uppercaseMapping : String(scalar)
        }
    }

    /// Every word with a capital, as `str.title` finds words: they begin after anything that has no case.
    var titled: Text {
        mapped { scalar, place in
            let follows = place > 0 && CharacterClass.isCased(self[place - 1])
            return follows ? lower(scalar, at: place) : scalar.properties.titlecaseMapping
        }
    }

    private func lower(_ scalar: Unicode.Scalar, at place: Int) -> String {
        scalar == "Σ" && endsWord(place) ? "ς" : scalar.properties.lowercaseMapping
    }

    /// Whether a letter follows at `place` but none comes after it: a sigma is then a final one.
    private func endsWord(_ place: Int) -> Bool {
        func isIgnored(_ value: UInt32) -> Bool { Unicode.Scalar(value)?.properties.isCaseIgnorable ?? false }
        var before = place - 1
        while before >= 0, isIgnored(self[before]) { before -= 1 }
        guard before >= 0, CharacterClass.isCased(self[before]) else { return false }
        var after = place + 1
        while after < count, isIgnored(self[after]) { after += 1 }
        return after == count || !CharacterClass.isCased(self[after])
    }

    /// Whether there are letters with a case and all of them are upper.
    var isUppercase: Bool { hasCase(CharacterClass.isUpper, other: CharacterClass.isLower) }

    /// Whether there are letters with a case and all of them are lower.
    var isLowercase: Bool { hasCase(CharacterClass.isLower, other: CharacterClass.isUpper) }

    private func hasCase(_ wanted: (UInt32) -> Bool, other: (UInt32) -> Bool) -> Bool {
        var found = false
        for index in units.indices {
            if other(self[index]) || CharacterClass.isTitle(self[index]) { return false }
            found = found || wanted(self[index])
        }
        return found
    }

    /// Whether every word begins with a capital and goes on without.
    var isTitled: Bool {
        var follows = false
        var found = false
        for index in units.indices {
            let value = self[index]
            if CharacterClass.isUpper(value) || CharacterClass.isTitle(value) {
                if follows { return false }
                (follows, found) = (true, true)
            } else if CharacterClass.isLower(value) {
                if !follows { return false }
                found = true
            } else {
                follows = false
            }
        }
        return found
    }
}
