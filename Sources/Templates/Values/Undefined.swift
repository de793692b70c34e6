/// The value of a name that nobody gave one: it prints as nothing, and most else that is done with it fails.
final class Undefined {
    /// What was looked for.
    enum Cause {
        /// A variable.
        case variable(String)

        /// An attribute or item of a value of some type that has these keys.
        case member(String, of: String, keys: [Value])

        /// Something else, said in a clause.
        case other(String)
    }

    let cause: Cause

    init(_ cause: Cause) { self.cause = cause }

    /// The failure of doing something with the value; it names what is likely meant.
    func fault(_ rendering: Rendering) -> Fault {
        switch cause {
        case .variable(let name):
            return Fault("\(quoted(name)) is undefined" + NearestName.hint(for: name, among: rendering.knownNames))
        case .member(let name, let type, let keys):
            let known = keys.compactMap { $0.text?.string }
            return Fault("a \(type) has no \(quoted(name))" + NearestName.hint(for: name, among: known))
        case .other(let reason): return Fault(reason)
        }
    }
}
