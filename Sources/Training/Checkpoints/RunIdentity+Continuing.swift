extension RunIdentity {
    /// What is to be known when a run of another identity goes on as this one.
    struct Change {
        /// Whether the best head so far was measured otherwise, so that another must be chosen.
        var forgetsBest = false

        /// A sentence for each change.
        var remarks: [String] = []
    }

    /// Two values that keep a run from going on.
    struct Conflict: Error {
        let name: String
        let found: String
        let expected: String
    }

    /// Finds out whether a state of another identity may be gone on from.
    ///
    /// - Parameters:
    ///   - earlier: What the state belongs to.
    ///   - mayGrow: Whether limits may be larger now.
    /// - Returns: What changes.
    /// - Throws: ``Conflict`` with the first value that forbids it.
    func change(since earlier: RunIdentity, mayGrow: Bool) throws(Conflict) -> Change {
        for name in Set(trained.keys).union(earlier.trained.keys).sorted() where trained[name] != earlier.trained[name]
        {
            throw Conflict(
                name: name, found: earlier.trained[name] ?? "nothing", expected: trained[name] ?? "nothing")
        }
        var change = Change()
        for name in Set(limits.keys).union(earlier.limits.keys).sorted() {
            let (before, now) = (earlier.limits[name] ?? 0, limits[name] ?? 0)
            if before == now { continue }
            let isLarger = before > 0 && (now == 0 || now > before)
            guard mayGrow, isLarger else {
                throw Conflict(name: name, found: Self.text(before), expected: Self.text(now))
            }
            change.remarks.append(
                "\(name) \(Self.text(now)) instead of \(Self.text(before)): from here on the learning rate is that of the "
                    + "longer run")
        }
        if measured != earlier.measured {
            change.forgetsBest = true
            change.remarks.append(
                "held-out prompts are measured in another way than before: the best head is chosen anew")
        }
        return change
    }

    private static func text(_ limit: Double) -> String {
        limit == 0 ? "without limit" : Int(exactly: limit).map { "\($0)" } ?? "\(limit)"
    }
}
