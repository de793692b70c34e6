internal import CLibYAML

/// Runs libyaml over a text; all of its pointers begin and end in this file.
enum LibYAMLReader {
    /// Hands `visit` the events of `text` in order, and frees the parser and each event whatever happens.
    ///
    /// - Throws: What `visit` throws, or `syntaxFault` of libyaml's complaint.
    static func read(
        _ text: String, syntaxFault: (LibYAMLComplaint) -> SourceFault,
        visit: (LibYAMLEvent) throws(SourceFault) -> Void
    ) throws(SourceFault) {
        let bytes = Array(text.utf8)
        // The parser keeps a pointer to itself, so it must not move: it lives on the heap, not in a variable.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) != 0 else { throw SourceFault("no memory is left to read this file") }
        defer { yaml_parser_delete(parser) }
        let result = bytes.withUnsafeBufferPointer { input -> Result<Void, SourceFault> in
            // An empty array's base address may be nil, which libyaml asserts against.
            guard let start = input.baseAddress else { return .success(()) }
            yaml_parser_set_input_string(parser, start, input.count)
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            return Result { () throws(SourceFault) in
                try run(parser, syntaxFault: syntaxFault, visit: visit)
            }
        }
        try result.get()
    }

    private static func run(
        _ parser: UnsafeMutablePointer<yaml_parser_t>, syntaxFault: (LibYAMLComplaint) -> SourceFault,
        visit: (LibYAMLEvent) throws(SourceFault) -> Void
    ) throws(SourceFault) {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) != 0 else {
                throw syntaxFault(LibYAMLComplaint(parser.pointee))
            }
            defer { yaml_event_delete(&event) }
            guard event.type != YAML_STREAM_END_EVENT, event.type != YAML_NO_EVENT else { return }
            try visit(LibYAMLEvent(event))
        }
    }
}

extension LibYAMLEvent {
    fileprivate init(_ event: yaml_event_t) {
        start = Mark(event.start_mark)
        end = Mark(event.end_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            kind = .documentStart
        case YAML_ALIAS_EVENT:
            kind = .alias(String(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            kind = .scalar(
                text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
                Properties(anchor: String(scalar.anchor), tag: String(scalar.tag)))
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            kind = .collectionStart(
                isMapping: false, isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE,
                Properties(anchor: String(sequence.anchor), tag: String(sequence.tag)))
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            kind = .collectionStart(
                isMapping: true, isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE,
                Properties(anchor: String(mapping.anchor), tag: String(mapping.tag)))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            kind = .collectionEnd
        default:
            kind = .other
        }
    }
}

extension LibYAMLEvent.Mark {
    fileprivate init(_ mark: yaml_mark_t) {
        line = mark.line
        column = mark.column
    }
}

extension LibYAMLComplaint {
    fileprivate init(_ parser: yaml_parser_t) {
        problem = parser.problem.map { String(cString: $0) } ?? "the text cannot be read"
        context = parser.context.map { String(cString: $0) }
        mark = LibYAMLEvent.Mark(parser.problem_mark)
        contextMark = LibYAMLEvent.Mark(parser.context_mark)
    }
}

extension String {
    /// Copies libyaml's text, which ends with a zero byte; nil when there is none.
    fileprivate init?(_ text: UnsafeMutablePointer<yaml_char_t>?) {
        guard let text else { return nil }
        self.init(cString: text)
    }
}
