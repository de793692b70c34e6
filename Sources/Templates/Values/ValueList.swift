/// The elements of a list or tuple: a value, as the sandbox forbids changing them.
struct ValueList {
    let elements: [Value]

    /// How many containers stand in one another, this one included.
    let nesting: Int

    /// Takes elements; ``Rendering/list(_:)`` checks their number and nesting.
    init(_ elements: [Value]) {
        self.elements = elements
        var deepest = 0
        for element in elements { deepest = max(deepest, element.nesting) }
        nesting = deepest + 1
    }
}
