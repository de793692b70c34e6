/// Which names a block of statements uses and sets, and where their values are.
///
/// This follows jinja2's analysis step by step (`idtracking.py`), because its outcome is part of the language: a name that
/// a block sets before it reads it hides the outer one from the block's beginning, a loop forgets what was set in it, and
/// so on.
final class Symbols {
    /// How a name gets its value when the block begins.
    enum Load: Equatable {
        /// It is handed over, as a loop's element is.
        case parameter

        /// It is looked up among the variables that the caller gave.
        case resolve(String)

        /// It begins as an outer variable's value.
        case alias(StoredName)

        /// It has none yet.
        case unset
    }

    let parent: Symbols?
    let body: BodyLayout
    private var references: [String: StoredName] = [:]
    private(set) var loads: [StoredName: Load] = [:]
    private var stores: Set<String> = []

    /// Places by name, shared by the branches of an `if`: a name has one place in all of them.
    private let places: Places

    private final class Places {
        var slots: [String: StoredName] = [:]
    }

    init(inside parent: Symbols?, body: BodyLayout) {
        self.parent = parent
        self.body = body
        places = Places()
    }

    private init(copying other: Symbols) {
        parent = other.parent
        body = other.body
        references = other.references
        loads = other.loads
        stores = other.stores
        places = other.places
    }

    /// Where a name's value is; nil for a name that nothing here or outside has used.
    func find(_ name: String) -> StoredName? { references[name] ?? parent?.find(name) }

    /// Notes that a name is read.
    func load(_ name: String) {
        if find(name) == nil { define(name, .resolve(name)) }
    }

    /// Notes that a name is set.
    func store(_ name: String) {
        stores.insert(name)
        guard references[name] == nil else { return }
        define(name, parent?.find(name).map { .alias($0) } ?? .unset)
    }

    /// Notes that a name is handed over when the block begins.
    @discardableResult
    func declareParameter(_ name: String) -> StoredName {
        stores.insert(name)
        return define(name, .parameter)
    }

    @discardableResult
    private func define(_ name: String, _ load: Load) -> StoredName {
        let place = places.slots[name] ?? body.newSlot()
        places.slots[name] = place
        references[name] = place
        loads[place] = load
        return place
    }

    /// Notes what the branches of an `if` use and set; only one of them will run.
    private func merge(_ branches: [Symbols]) {
        let stored = branches.reduce(into: Set<String>()) { $0.formUnion($1.stores) }.subtracting(stores)
        for branch in branches {
            references.merge(branch.references) { $1 }
            loads.merge(branch.loads) { $1 }
            stores.formUnion(branch.stores)
        }
        for name in stored {
            guard let place = find(name) else { continue }
            loads[place] = parent?.find(name).map { .alias($0) } ?? .resolve(name)
        }
    }
}

extension Symbols {
    /// Notes what an expression reads.
    func visit(_ expression: SyntaxExpression) {
        if case .name(let name) = expression.kind { load(name) }
        for part in expression.parts { visit(part) }
    }

    /// Notes what is assigned to.
    func visit(_ target: SyntaxTarget, asParameter: Bool = false) {
        switch target {
        case .name(let name): asParameter ? _ = declareParameter(name) : store(name)
        case .tuple(let targets): for target in targets { visit(target, asParameter: asParameter) }
        case .attribute(let name, _): load(name)
        }
    }

    /// Notes what statements use and set in this block itself, not in the blocks within it.
    func visit(_ statements: [SyntaxStatement]) {
        for statement in statements { visit(statement) }
    }

    private func visit(_ statement: SyntaxStatement) {
        switch statement.kind {
        case .data, .leave, .generation: break
        case .print(let value): visit(value)
        case .conditional(let branches, let otherwise): visit(branches[...], otherwise)
        case .loop(let loop): visit(loop.elements)
        case .set(let target, let value):
            visit(value)
            visit(target)
        case .capture(let target, _, _): visit(target)
        case .macro(let name, _): store(name)
        case .call(let call, _): visit(call)
        case .filter(let filter, _): visit(filter)
        case .with(let pairs, _): for pair in pairs { visit(pair.value) }
        }
    }

    private func visit(_ branches: ArraySlice<SyntaxBranch>, _ otherwise: [SyntaxStatement]) {
        guard let first = branches.first else { return }
        visit(first.test)
        let body = Symbols(copying: self)
        body.visit(first.body)
        // Each `elif` is an `if` of its own, after the one before it.
        let rest = Symbols(copying: self)
        for branch in branches.dropFirst() { rest.visit([branch], []) }
        let last = Symbols(copying: self)
        last.visit(otherwise)
        merge([body, rest, last])
    }
}
