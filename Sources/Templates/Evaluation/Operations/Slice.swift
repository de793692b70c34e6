/// A stretch of a string, list, tuple or range: `[start:stop:step]`.
struct Slice {
    private let start: Int?
    private let stop: Int?
    private let step: Int

    init(start: Value?, stop: Value?, step: Value?, _ rendering: Rendering) throws(Fault) {
        func bound(_ value: Value?) throws(Fault) -> Int? {
            guard let value, !value.isNone else { return nil }
            if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
            guard let integer = value.integer else {
                throw Fault("the bounds of a slice are whole numbers, not \(value.noun)")
            }
            return integer
        }
        self.start = try bound(start)
        self.stop = try bound(stop)
        self.step = try bound(step) ?? 1
        guard self.step != 0 else { throw Fault("a slice cannot have a step of zero") }
    }

    /// The first index and the one where it ends, in a sequence of a length.
    private func bounds(in count: Int) -> (start: Int, stop: Int) {
        let low = step < 0 ? -1 : 0
        let high = step < 0 ? count - 1 : count
        func place(_ bound: Int?, _ standard: Int) -> Int {
            guard let bound else { return standard }
            return bound < 0 ? max(low, bound &+ count) : min(high, bound)
        }
        return (place(start, step < 0 ? high : low), place(stop, step < 0 ? low : high))
    }

    /// The first index and the number of elements, in a sequence of a length.
    private func indices(in count: Int) -> (start: Int, count: Int) {
        let (first, end) = bounds(in: count)
        let distance = step > 0 ? end - first : first - end
        guard distance > 0 else { return (first, 0) }
        return (first, Int((UInt(distance) - 1) / step.magnitude) + 1)
    }

    private func picked<Element>(_ elements: [Element]) -> [Element] {
        let (first, count) = indices(in: elements.count)
        if step == 1 { return Array(elements[first..<first + count]) }
        return (0..<count).map { elements[first + $0 * step] }
    }

    /// The part of a value.
    func part(of value: Value, _ rendering: Rendering) throws(Fault) -> Value {
        switch value {
        case .string(let text):
            return try rendering.made(Text(units: picked(text.units), isMarkup: text.isMarkup))
        case .list(let list): return try rendering.list(picked(list.elements))
        case .tuple(let list): return try rendering.tuple(picked(list.elements))
        case .range(let range): return .range(try part(of: range))
        case .undefined(let undefined): throw undefined.fault(rendering)
        default: throw Fault("\(value.noun) has no slices")
        }
    }

    private func part(of range: IntegerRange) throws(Fault) -> IntegerRange {
        let (first, end) = bounds(in: range.count)
        func number(_ index: Int) throws(Fault) -> Int {
            let (distance, isFar) = range.step.multipliedReportingOverflow(by: index)
            let (number, isBeyond) = range.start.addingReportingOverflow(distance)
            guard !isFar, !isBeyond else { throw Fault("a whole number does not fit 64 bits") }
            return number
        }
        let (product, overflows) = range.step.multipliedReportingOverflow(by: step)
        guard !overflows else { throw Fault("a whole number does not fit 64 bits") }
        return try IntegerRange(start: try number(first), stop: try number(end), step: product)
    }
}
