/// Builds the tree of nodes from libyaml's events, following aliases and collecting faults.
struct Composer {
    /// The document's root, once it is complete.
    private(set) var root: YAMLNode?
    /// The faults that did not stop the reading; of very many the first.
    private(set) var faults: [SourceFault] = [] {
        didSet { if faults.count > YAMLLimits.faults { faults.removeLast(faults.count - YAMLLimits.faults) } }
    }

    private let positions: Positions
    private var hasDocument = false
    private var open: [OpenCollection] = []
    private var anchors: [String: Anchor] = [:]
    /// Nodes so far, with every alias counted as the nodes it stands for.
    private var nodeCount = 0

    init(positions: Positions) {
        self.positions = positions
    }

    /// Takes the next event.
    ///
    /// - Throws: A fault that makes going on senseless: a second document, or a limit that is passed.
    mutating func take(_ event: LibYAMLEvent) throws(SourceFault) {
        let start = positions.mark(event.start)
        switch event.kind {
        case .documentStart:
            guard !hasDocument else { throw SourceFault(.secondDocument, at: start, length: 3) }
            hasDocument = true
        case .scalar(let text, let isPlain, let properties):
            let length = positions.length(from: start, to: positions.mark(event.end))
            try take(text, isPlain: isPlain, properties, at: start, length: length)
        case .alias(let name):
            try takeAlias(name, at: start, length: positions.length(from: start, to: positions.mark(event.end)))
        case .collectionStart(let isMapping, let isFlow, let properties):
            try begin(isMapping: isMapping, isFlow: isFlow, properties, at: start)
        case .collectionEnd:
            end(at: positions.mark(event.end))
        case .other:
            break
        }
    }

    private mutating func take(
        _ text: String, isPlain: Bool, _ properties: LibYAMLEvent.Properties, at mark: YAMLMark, length: Int
    ) throws(SourceFault) {
        try count(1, at: mark, length: length)
        var value = YAMLScalar.Value.string(text)
        do throws(YAMLProblem) {
            if text.utf8.contains(0) { throw .escapedNull }
            if let tag = properties.tag {
                guard let tag = StandardTag(fullName: tag) else { throw .unknownTag(tag) }
                value = try tag.value(of: text)
            } else if isPlain {
                value = try CoreSchema.value(of: text)
            }
        } catch {
            faults.append(SourceFault(error, at: mark, length: length))
        }
        let scalar = YAMLScalar(text: text, isPlain: isPlain, value: value)
        let node = YAMLNode(mark: mark, length: length, content: .scalar(scalar))
        if let name = properties.anchor { anchors[name] = .complete(node, nodes: 1, height: 0) }
        add(node, height: 0)
    }

    private mutating func takeAlias(_ name: String, at mark: YAMLMark, length: Int) throws(SourceFault) {
        switch anchors[name] {
        case .complete(let node, let nodes, let height)?:
            try count(nodes, at: mark, length: length)
            guard open.count + height <= YAMLLimits.depth else {
                throw SourceFault(.tooDeep, at: mark, length: length)
            }
            add(YAMLNode(mark: mark, length: length, content: node.content), height: height)
        case .open(let opened)?:
            addPlaceholder(for: .recursiveAlias(name, opened: opened), at: mark, length: length)
        case nil:
            addPlaceholder(for: .unknownAlias(name), at: mark, length: length)
        }
    }

    /// Notes a problem and puts an empty mapping in the node's place, which as a merge's source adds no second fault.
    private mutating func addPlaceholder(for problem: YAMLProblem, at mark: YAMLMark, length: Int) {
        faults.append(SourceFault(problem, at: mark, length: length))
        add(YAMLNode(mark: mark, length: length, content: .mapping([])), height: 1)
    }

    private mutating func begin(
        isMapping: Bool, isFlow: Bool, _ properties: LibYAMLEvent.Properties, at mark: YAMLMark
    ) throws(SourceFault) {
        try count(1, at: mark, length: 1)
        guard open.count < YAMLLimits.depth else { throw SourceFault(.tooDeep, at: mark) }
        if let tag = properties.tag { checkCollectionTag(tag, isMapping: isMapping, at: mark) }
        if let name = properties.anchor { anchors[name] = .open(mark) }
        open.append(
            OpenCollection(
                isMapping: isMapping, isFlow: isFlow, mark: mark, anchor: properties.anchor,
                nodesBefore: nodeCount - 1))
    }

    private mutating func checkCollectionTag(_ fullName: String, isMapping: Bool, at mark: YAMLMark) {
        guard let tag = StandardTag(fullName: fullName) else {
            faults.append(SourceFault(.unknownTag(fullName), at: mark))
            return
        }
        guard tag != (isMapping ? .mapping : .sequence) else { return }
        let found = isMapping ? "a mapping" : "a list"
        faults.append(SourceFault(.tagMismatch(tag: tag.shorthand, found: found), at: mark))
    }

    private mutating func end(at mark: YAMLMark) {
        guard let collection = open.popLast() else { return }
        let content: YAMLNode.Content
        if collection.isMapping {
            let assembly = MappingAssembly(alternating: collection.nodes)
            faults += assembly.faults
            content = .mapping(assembly.pairs)
        } else {
            content = .sequence(collection.nodes)
        }
        let isUnderlined = collection.isFlow && collection.mark.line == mark.line
        let length = isUnderlined ? positions.length(from: collection.mark, to: mark) : 1
        let node = YAMLNode(mark: collection.mark, length: length, content: content)
        if let name = collection.anchor {
            let nodes = nodeCount - collection.nodesBefore
            anchors[name] = .complete(node, nodes: nodes, height: collection.height)
        }
        add(node, height: collection.height)
    }

    private mutating func count(_ nodes: Int, at mark: YAMLMark, length: Int) throws(SourceFault) {
        nodeCount += nodes
        guard nodeCount <= YAMLLimits.nodes else { throw SourceFault(.tooManyNodes, at: mark, length: length) }
    }

    private mutating func add(_ node: YAMLNode, height: Int) {
        guard let last = open.indices.last else {
            root = node
            return
        }
        open[last].nodes.append(node)
        open[last].height = max(open[last].height, height + 1)
    }
}
