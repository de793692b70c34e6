/// The `loop` of a loop's body.
final class LoopObject: TemplateObject {
    typealias Recursion = (Value, Int) throws(Fault) -> Text

    private let iterator: ValueIterator
    private let recurse: Recursion?
    private let depth: Int
    private var length: Int?
    private var index = -1
    private var current: Value?
    private var before: Value?

    /// Elements that were looked at ahead of their turn.
    private var ahead: ArraySlice<Value> = []
    private var lastChanged: [Value]?

    init(_ iterator: ValueIterator, count: Int?, recurse: Recursion?, depth: Int) {
        self.iterator = iterator
        self.recurse = recurse
        self.depth = depth
        length = count
    }

    let typeName = "LoopContext"
    let isCallable = true

    func printed(_ rendering: Rendering) throws(Fault) -> Text {
        Text("<LoopContext \(index + 1)/\(try length(rendering))>")
    }

    /// The next element; nil at the end.
    func advance(_ rendering: Rendering) throws(Fault) -> Value? {
        let next = ahead.isEmpty ? try iterator.next(rendering) : ahead.removeFirst()
        guard let next else { return nil }
        index += 1
        before = current
        current = next
        return next
    }

    private func peek(_ rendering: Rendering) throws(Fault) -> Value? {
        if ahead.isEmpty, let next = try iterator.next(rendering) { ahead.append(next) }
        return ahead.first
    }

    private func length(_ rendering: Rendering) throws(Fault) -> Int {
        if let length { return length }
        ahead += try iterator.rest(rendering)
        let total = ahead.count + index + 1
        length = total
        return total
    }

    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? {
        switch name {
        case "index": return .integer(index + 1)
        case "index0": return .integer(index)
        case "length": return .integer(try length(rendering))
        case "revindex": return .integer(try length(rendering) - index)
        case "revindex0": return .integer(try length(rendering) - index - 1)
        case "first": return .boolean(index == 0)
        case "last": return .boolean(try peek(rendering) == nil)
        case "depth": return .integer(depth + 1)
        case "depth0": return .integer(depth)
        case "previtem":
            return index == 0 ? .undefined(Undefined(.other("there is no previous item"))) : before
        case "nextitem":
            return try peek(rendering) ?? .undefined(Undefined(.other("there is no next item")))
        case "cycle":
            return .object(BuiltinFunction("cycle") { (arguments, _) throws(Fault) in try self.cycle(arguments) })
        case "changed":
            return .object(
                BuiltinFunction("changed") { (arguments, rendering) throws(Fault) in
                    .boolean(try self.changed(arguments, rendering))
                })
        default: return nil
        }
    }

    /// The attributes, for messages.
    static let names = [
        "index", "index0", "length", "revindex", "revindex0", "first", "last", "depth", "depth0", "previtem",
        "nextitem", "cycle", "changed",
    ]

    private func cycle(_ arguments: Arguments) throws(Fault) -> Value {
        guard !arguments.positional.isEmpty, arguments.keywords.isEmpty else {
            throw Fault("loop.cycle() needs values to go through")
        }
        return arguments.positional[max(0, index) % arguments.positional.count]
    }

    private func changed(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Bool {
        let new = arguments.positional
        if let lastChanged,
            try Equality.holds(.tuple(ValueList(lastChanged)), .tuple(ValueList(new)), rendering)
        {
            return false
        }
        lastChanged = new
        return true
    }

    /// Runs the loop's body for the elements of something inside an element.
    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        guard let recurse else { throw Fault("only a loop that is marked 'recursive' can be called") }
        let bound = try arguments.bound(to: ["iterable"], required: 1, of: "loop()")
        try rendering.charge(1)
        return .string(try recurse(bound[0] ?? .none, depth + 1))
    }
}
