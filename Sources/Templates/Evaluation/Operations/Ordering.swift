/// Python's `<`, and what follows from it.
enum Ordering {
    /// Tells whether one value comes before another.
    ///
    /// - Throws: ``Fault`` for values that have no order.
    static func isLess(_ left: Value, _ right: Value, _ rendering: Rendering) throws(Fault) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            try rendering.charge(min(left.count, right.count) / 8)
            return left < right
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            for (one, other) in zip(left.elements, right.elements) {
                try rendering.charge(1)
                if try !Equality.holds(one, other, rendering) { return try isLess(one, other, rendering) }
            }
            return left.elements.count < right.elements.count
        default:
            if let left = left.integer, let right = right.integer { return left < right }
            if let left = left.number, let right = right.number { return left < right }
            throw failure(left, right, rendering)
        }
    }

    /// Tells whether `<=` holds: for numbers it is not the opposite of `>`, as nothing is in order with a NaN.
    static func isAtMost(_ left: Value, _ right: Value, _ rendering: Rendering) throws(Fault) -> Bool {
        switch (left, right) {
        case (.string, .string), (.list, .list), (.tuple, .tuple): return try !isLess(right, left, rendering)
        default:
            if let left = left.integer, let right = right.integer { return left <= right }
            if let left = left.number, let right = right.number { return left <= right }
            throw failure(left, right, rendering)
        }
    }

    /// Values in order; equal ones stay as they were.
    static func sorted(
        _ values: [(key: Value, value: Value)], reverse: Bool, _ rendering: Rendering
    ) throws(Fault) -> [Value] {
        // Python sorts backwards by turning the list over before and after.
        var items = reverse ? values.reversed() : values
        var width = 1
        while width < items.count {
            var merged: [(key: Value, value: Value)] = []
            merged.reserveCapacity(items.count)
            for start in stride(from: 0, to: items.count, by: 2 * width) {
                let middle = min(start + width, items.count)
                let end = min(middle + width, items.count)
                var (left, right) = (start, middle)
                while left < middle && right < end {
                    try rendering.charge(1)
                    if try isLess(items[right].key, items[left].key, rendering) {
                        merged.append(items[right])
                        right += 1
                    } else {
                        merged.append(items[left])
                        left += 1
                    }
                }
                merged += items[left..<middle]
                merged += items[right..<end]
            }
            items = merged
            width *= 2
        }
        let ordered = items.map(\.value)
        return reverse ? ordered.reversed() : ordered
    }

    private static func failure(_ left: Value, _ right: Value, _ rendering: Rendering) -> Fault {
        for case .undefined(let undefined) in [left, right] { return undefined.fault(rendering) }
        return Fault("\(left.noun) and \(right.noun) have no order")
    }
}
