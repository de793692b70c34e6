import Foundation

/// How a tensor's numbers lie among those of its storage.
struct TensorView: Sendable {
    /// Its extents, outermost first.
    let shape: [Int]

    /// How many numbers further the next one of each extent lies.
    let strides: [Int]

    /// The size of a number in bytes.
    let width: Int

    /// Whether the numbers lie in the tensor's own order.
    var isRowMajor: Bool {
        var expected = 1
        for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
            if stride != expected { return false }
            expected *= extent
        }
        return true
    }

    /// How many numbers there are from the first to the last one; nil where that is beyond all bounds.
    var span: Int? {
        if shape.contains(0) { return 0 }
        var span = 1
        for (extent, stride) in zip(shape, strides) {
            let step = stride.multipliedReportingOverflow(by: extent - 1)
            let sum = span.addingReportingOverflow(step.partialValue)
            if step.overflow || sum.overflow { return nil }
            span = sum.partialValue
        }
        return span
    }

    /// How many numbers the tensor has; nil where that is beyond all bounds.
    var count: Int? {
        var count = 1
        for extent in shape {
            let product = count.multipliedReportingOverflow(by: extent)
            if product.overflow { return nil }
            count = product.partialValue
        }
        return count
    }

    /// The tensor's numbers in its own order.
    ///
    /// - Parameter storage: Those from the first to the last one.
    /// - Returns: The storage itself, or a copy.
    func bytes(in storage: Data) -> Data {
        guard !isRowMajor, let count, count > 0 else { return storage }
        var ordered = Data(capacity: count * width)
        var place = [Int](repeating: 0, count: shape.count)
        for _ in 0..<count {
            let start = zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 } * width
            ordered.append(storage.slice(start..<start + width))
            for axis in shape.indices.reversed() {
                place[axis] += 1
                if place[axis] < shape[axis] { break }
                place[axis] = 0
            }
        }
        return ordered
    }
}
