/// What a call hands over.
struct Arguments {
    var positional: [Value] = []
    var keywords: [(name: String, value: Value)] = []

    /// The arguments by the order of their parameters.
    ///
    /// - Parameters:
    ///   - names: The parameters; one that begins with a space cannot be named.
    ///   - required: How many of them have no default.
    ///   - callee: What is called, for messages: "split()".
    /// - Returns: The values, nil for parameters that were not given.
    /// - Throws: ``Fault`` when one is missing, given twice, or not among them.
    func bound(to names: [String], required: Int = 0, of callee: String) throws(Fault) -> BoundArguments {
        guard positional.count <= names.count else {
            throw Fault("\(callee) takes at most \(names.count) arguments, not \(positional.count)")
        }
        var values: [Value?] = positional
        values += [Value?](repeating: nil, count: names.count - positional.count)
        for keyword in keywords {
            guard let place = names.firstIndex(of: keyword.name) else {
                let known = names.filter { !$0.hasPrefix(" ") }
                throw Fault(
                    "\(callee) has no argument \(quoted(keyword.name))"
                        + NearestName.hint(for: keyword.name, among: known))
            }
            guard values[place] == nil else { throw Fault("\(callee) gets its argument '\(names[place])' twice") }
            values[place] = keyword.value
        }
        for place in 0..<required where values[place] == nil {
            throw Fault("\(callee) lacks its argument '\(names[place].drop { $0 == " " })'")
        }
        return BoundArguments(values: values, names: names, callee: callee)
    }
}
