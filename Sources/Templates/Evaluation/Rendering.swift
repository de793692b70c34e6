/// One rendering of a template: what it was given, what it has written, and how much it has taken.
final class Rendering {
    let limits: TemplateLimits

    /// The day that `strftime_now` tells; nil where it is not known.
    let date: TemplateDate?

    /// The variables that the caller gave and the functions that all templates have.
    private let variables: [String: Value]

    /// What has been written, or what is being captured for a macro's result.
    var output = Text()

    /// Where the work is that is being done; a failure is said to be there.
    var position = TemplatePosition(line: 1, column: 1)

    /// Whether what is written stands inside `{% generation %}`.
    private var generations = 0

    private var steps = 0
    private var depth: Int
    private var namespaces: [Namespace] = []
    private var activations: [Activation] = []

    init(variables: [String: Value], limits: TemplateLimits, date: TemplateDate?, depth: Int) {
        self.variables = variables
        // Sums of these stay far from the bounds of 64 bits.
        self.limits = TemplateLimits(
            steps: min(limits.steps, 1 << 60), depth: min(limits.depth, 1 << 30), size: min(limits.size, 1 << 31))
        self.date = date
        self.depth = depth
    }

    /// The names that a template may use, for messages.
    var knownNames: [String] { variables.keys.sorted() }

    /// The value of a variable; nil when nobody gave one.
    func variable(_ name: String) -> Value? { variables[name] }

    /// Breaks the circles of values that hold each other.
    func close() {
        for namespace in namespaces { namespace.clear() }
        for activation in activations { activation.clear() }
        namespaces = []
        activations = []
    }
}

extension Rendering {
    /// Most containers that may stand in one another.
    static let mostNesting = 64

    /// Counts steps.
    func charge(_ count: Int) throws(Fault) {
        steps += count
        guard steps <= limits.steps else {
            throw Fault("the template takes more than \(limits.steps) steps", kind: .limit)
        }
    }

    /// Counts the making or searching of a string.
    func charge(characters: Int) throws(Fault) { try charge(characters / 8 + 1) }

    /// Refuses a string or list that is too large, before it is made.
    func checkSize(_ count: Int) throws(Fault) {
        guard count <= limits.size else {
            throw Fault("the template makes a value of more than \(limits.size) elements or characters", kind: .limit)
        }
    }

    /// Counts a string that has been made.
    func made(_ text: Text) throws(Fault) -> Value {
        try charge(characters: text.count)
        try checkSize(text.count)
        return .string(text)
    }

    /// A string that changes the case of another, which takes longer than copying it.
    func made(_ text: Text, by change: (Text) -> Text) throws(Fault) -> Value {
        try charge(text.count)
        return try made(change(text))
    }

    /// A list of elements, counted.
    func list(_ elements: [Value]) throws(Fault) -> Value {
        let list = ValueList(elements)
        try admit(elements.count, nesting: list.nesting)
        return .list(list)
    }

    /// A tuple of elements, counted.
    func tuple(_ elements: [Value]) throws(Fault) -> Value {
        let list = ValueList(elements)
        try admit(elements.count, nesting: list.nesting)
        return .tuple(list)
    }

    /// A dictionary, counted.
    func dictionary(_ dictionary: ValueDictionary) throws(Fault) -> Value {
        try admit(dictionary.count, nesting: dictionary.nesting)
        return .dictionary(dictionary)
    }

    /// Any other object that holds values.
    func object(_ object: any TemplateObject) throws(Fault) -> Value {
        try admit(1, nesting: object.nesting)
        return .object(object)
    }

    /// A new namespace, which is emptied when the rendering ends.
    func namespace(_ attributes: ValueDictionary) throws(Fault) -> Value {
        let namespace = try Namespace(attributes)
        namespaces.append(namespace)
        try admit(attributes.count + 8, nesting: attributes.nesting)
        return .object(namespace)
    }

    /// Counts a container and refuses one that is too large or too deep.
    private func admit(_ count: Int, nesting: Int) throws(Fault) {
        try charge(count + 1)
        try checkSize(count)
        guard nesting <= Self.mostNesting else {
            throw Fault("more than \(Self.mostNesting) lists or dictionaries stand in one another", kind: .limit)
        }
    }
}

extension Rendering {
    /// Writes text of the template, or a value that is printed.
    func write(_ text: Text) throws(Fault) {
        try charge(characters: text.count)
        try checkSize(output.count + text.count)
        guard generations > 0 else {
            output.units += text.units
            return
        }
        for unit in text.units { output.units.append(unit | Text.generated) }
    }

    /// What is written meanwhile, instead of writing it.
    func captured(_ body: () throws(Fault) -> Flow) throws(Fault) -> (text: Text, flow: Flow) {
        let outer = output
        output = Text()
        let flow = try body()
        let text = output
        output = outer
        return (text, flow)
    }

    /// Goes into a body that is `height` deep; ``leave(_:)`` must follow.
    func enter(_ height: Int) throws(Fault) {
        depth += height + 1
        guard depth <= limits.depth else {
            throw Fault("macros and loops call each other too deeply: more than \(limits.depth) levels", kind: .limit)
        }
    }

    /// Comes out of a body.
    func leave(_ height: Int) { depth -= height + 1 }

    /// Marks what is written meanwhile as an answer.
    func generating(_ body: () throws(Fault) -> Value) throws(Fault) -> Value {
        generations += 1
        defer { generations -= 1 }
        return try body()
    }

    /// Remembers variables that a value among them may hold in turn.
    func keep(_ activation: Activation) {
        guard !activation.isKept else { return }
        activation.isKept = true
        activations.append(activation)
    }
}
