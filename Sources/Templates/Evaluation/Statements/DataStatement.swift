/// Text outside of tags.
struct DataStatement: Statement {
    let text: Text

    func run(in scope: Activation) throws(Fault) -> Flow {
        try scope.rendering.write(text)
        return .on
    }
}
