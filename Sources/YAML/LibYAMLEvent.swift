/// One event of libyaml's parser, copied out of its memory.
struct LibYAMLEvent {
    /// A place as libyaml counts it: the line and the column from 0, the column in Unicode code points.
    struct Mark {
        let line: Int
        let column: Int
    }

    /// What a node may carry before its content.
    struct Properties {
        let anchor: String?
        let tag: String?
    }

    enum Kind {
        case documentStart
        case scalar(String, isPlain: Bool, Properties)
        case alias(String)
        case collectionStart(isMapping: Bool, isFlow: Bool, Properties)
        case collectionEnd
        /// The stream's own ends and a document's end, which say nothing new.
        case other
    }

    let kind: Kind
    let start: Mark
    let end: Mark
}
