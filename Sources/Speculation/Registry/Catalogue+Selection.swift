extension Catalogue {
    /// Reads which implementation an entry of a strategy file names, and that one's options.
    ///
    /// - Parameters:
    ///   - members: The entry's names and values; one of them, `key`, names the implementation.
    ///   - key: The key that names it, such as `policy`.
    ///   - title: What messages call the entry: "section 'draft'".
    ///   - place: Where the entry stands.
    ///   - surroundings: What the implementation may be composed of, and what the command line replaces.
    ///   - faults: Takes what is wrong, each with its place.
    /// - Returns: The choice, whose options may be at fault; nil when the entry names nothing known.
    public func selection(
        from members: [OptionMember], key: String, of title: String, at place: OptionPlace,
        in surroundings: OptionSurroundings, faults: inout [Fault]
    ) -> Selection<Product>? {
        guard let choice = members.first(where: { $0.name == key }) else {
            faults.append(missing(key, in: members, of: title, at: place))
            return nil
        }
        guard case .string(let name) = choice.value.content else {
            let hint = NearestName.hint(for: choice.value.text, among: names)
            let message = "\(key) must be the name of a \(kind), not \(choice.value.inWords)\(hint)"
            faults.append(Fault(message, at: choice.value.place))
            return nil
        }
        guard let entry = self[name] else {
            let hint = NearestName.hint(for: name, among: names)
            faults.append(Fault("unknown \(kind) '\(name)'\(hint)", at: choice.value.place))
            return nil
        }
        let owner = "\(kind) '\(name)'"
        guard let within = surroundings.inside(owner) else {
            faults.append(Fault("\(owner) cannot be a part of itself", at: choice.value.place))
            return nil
        }
        var reader = OptionReader(members.filter { $0.name != key }, at: place, in: within)
        let product = entry.make(&reader)
        reader.rejectUnknown(of: owner)
        faults += reader.faults
        return Selection(name: name, product: product, options: reader.readings, place: choice.value.place)
    }

    private func missing(_ key: String, in members: [OptionMember], of title: String, at place: OptionPlace) -> Fault {
        if let near = members.first(where: { NearestName.of($0.name, among: [key]) != nil }) {
            return Fault("unknown option '\(near.name)'; did you mean '\(key)'?", at: near.place)
        }
        return Fault("\(title) names no \(key) (known: \(names.joined(separator: ", ")))", at: place)
    }
}
