/// Why a command cannot do what was asked: one sentence that names the file or option.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
