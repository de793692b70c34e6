extension StringMethods {
    static func strip(
        _ text: Text, _ arguments: Arguments, _ rendering: Rendering, left: Bool, right: Bool, _ callee: String
    ) throws(Fault) -> Value {
        let characters = try arguments.bound(to: [" chars"], of: callee).text(0)
        guard let characters else { return try rendering.made(text.stripped(left: left, right: right)) }
        try rendering.charge(characters.count)
        let taken = Set(characters.units.map { $0 & Text.scalar })
        return try rendering.made(text.stripped(left: left, right: right) { taken.contains($0) })
    }

    static func split(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: ["sep", "maxsplit"], of: "split()")
        let most = try limit(bound, 1)
        try rendering.charge(characters: text.count)
        guard let separator = try bound.text(0) else { return try list(text.words(most: most), rendering) }
        guard !separator.isEmpty else { throw Fault("split() cannot split at an empty string") }
        let places = try text.places(of: separator, most: most, rendering)
        return try list(text.parts(at: places, length: separator.count), rendering)
    }

    static func splitFromRight(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: ["sep", "maxsplit"], of: "rsplit()")
        let most = try limit(bound, 1)
        try rendering.charge(characters: text.count)
        guard let separator = try bound.text(0) else { return try list(text.wordsFromRight(most: most), rendering) }
        guard !separator.isEmpty else { throw Fault("rsplit() cannot split at an empty string") }
        var places: [Int] = []
        var end = text.count
        while places.count < most, let place = try text.lastIndex(of: separator, in: 0..<end, rendering) {
            places.append(place)
            end = place
        }
        return try list(text.parts(at: places.reversed(), length: separator.count), rendering)
    }

    /// How many splits or replacements are wanted: all where the number is negative or not given.
    private static func limit(_ bound: BoundArguments, _ place: Int) throws(Fault) -> Int {
        guard let value = bound[place] else { return .max }
        guard let most = value.integer else { throw bound.fault(place, "a whole number", value) }
        return most < 0 ? .max : most
    }

    private static func list(_ texts: [Text], _ rendering: Rendering) throws(Fault) -> Value {
        try rendering.list(texts.map { .string($0) })
    }

    static func splitLines(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: ["keepends"], of: "splitlines()")
        try rendering.charge(characters: text.count)
        return try list(text.lines(keepingEnds: bound.flag(0)), rendering)
    }

    static func partition(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let separator = try separator(arguments, "partition()")
        guard let place = try text.firstIndex(of: separator, rendering) else {
            return try rendering.tuple([.string(text), .string(""), .string("")])
        }
        return try three(text, separator, at: place, rendering)
    }

    static func partitionFromRight(
        _ text: Text, _ arguments: Arguments, _ rendering: Rendering
    ) throws(Fault) -> Value {
        let separator = try separator(arguments, "rpartition()")
        guard let place = try text.lastIndex(of: separator, rendering) else {
            return try rendering.tuple([.string(""), .string(""), .string(text)])
        }
        return try three(text, separator, at: place, rendering)
    }

    private static func separator(_ arguments: Arguments, _ callee: String) throws(Fault) -> Text {
        let separator = try arguments.bound(to: [" sep"], required: 1, of: callee).requiredText(0)
        guard !separator.isEmpty else { throw Fault("\(callee) cannot split at an empty string") }
        return separator
    }

    private static func three(
        _ text: Text, _ separator: Text, at place: Int, _ rendering: Rendering
    ) throws(Fault) -> Value {
        try rendering.charge(characters: text.count)
        let end = place + separator.count
        return try rendering.tuple([
            .string(Text(text.units[..<place])), .string(separator), .string(Text(text.units[end...])),
        ])
    }

    static func join(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" iterable"], required: 1, of: "join()")
        var result = Text()
        for (place, element) in try Iteration.elements(of: bound[0] ?? .none, rendering).enumerated() {
            guard case .string(let part) = element else {
                throw Fault("join() joins strings, but element \(place) is \(element.noun)")
            }
            if place > 0 { result += text }
            result += part
            try rendering.checkSize(result.count)
        }
        return try rendering.made(result)
    }

    static func replace(_ text: Text, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" old", " new", " count"], required: 2, of: "replace()")
        let (old, new) = (try bound.requiredText(0), try bound.requiredText(1))
        return try rendering.made(try text.replacing(old, with: new, most: try limit(bound, 2), rendering))
    }
}
