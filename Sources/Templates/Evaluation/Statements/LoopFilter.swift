/// The condition of a loop, which has variables of its own: it is asked before the body runs.
struct LoopFilter: Sendable {
    let target: Target
    let test: any Expression
    let entry: BlockEntry
    let slots: Int
    let position: TemplatePosition

    /// The elements for which the condition holds, each found when it is asked for.
    func iterator(over elements: ValueIterator, in outer: Activation) -> ValueIterator {
        // The loop that these variables are around may hold the iterator.
        outer.rendering.keep(outer)
        let scope = Activation(outer.rendering, parent: outer, slots: slots)
        entry.enter(scope)
        return ValueIterator(nesting: elements.nesting + 1) { (rendering) throws(Fault) in
            while let element = try elements.next(rendering) {
                rendering.position = position
                try target.assign(element, in: scope)
                if try test.value(in: scope).isTrue { return target.value(in: scope) }
            }
            return nil
        }
    }
}
