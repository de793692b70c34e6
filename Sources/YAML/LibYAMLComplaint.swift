/// What libyaml says when it cannot go on, in its own words.
struct LibYAMLComplaint {
    /// What is wrong, as in "mapping values are not allowed in this context".
    let problem: String
    /// What was being read, as in "while parsing a block mapping".
    let context: String?
    /// Where reading stopped.
    let mark: LibYAMLEvent.Mark
    /// Where that which was being read begins; of use only when there is a context.
    let contextMark: LibYAMLEvent.Mark
}
