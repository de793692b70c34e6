/// The keys of one object while it is read, to notice a second use.
///
/// Most objects have a handful of members, for which walking them is faster than hashing; a vocabulary has a hundred
/// thousand, for which it would be quadratic.
struct KeySet {
    private static let walkedCount = 8

    private var hashed: Set<ExactString> = []

    /// Adds a key that follows `members`; false when one of them has the same bytes.
    mutating func insert(_ key: String, after members: [JSONMember]) -> Bool {
        let key = ExactString(key)
        if members.count < Self.walkedCount {
            return !members.contains { ExactString($0.key) == key }
        }
        if members.count == Self.walkedCount {
            hashed = Set(members.map { ExactString($0.key) })
        }
        return hashed.insert(key).inserted
    }
}
