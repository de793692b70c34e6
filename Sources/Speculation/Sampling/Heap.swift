/// Arrays ordered as binary heaps: the element that goes before all others stands first.
enum Heap {
    /// Orders a whole array, in O(count).
    @inline(__always)
    static func order<Element>(_ heap: inout [Element], by goesBefore: (Element, Element) -> Bool) {
        for parent in (0..<heap.count / 2).reversed() { sift(&heap, from: parent, by: goesBefore) }
    }

    /// Puts another element in the place of the one that goes before all others, in O(log count).
    @inline(__always)
    static func replaceFirst<Element>(
        of heap: inout [Element], by element: Element, by goesBefore: (Element, Element) -> Bool
    ) {
        heap[0] = element
        sift(&heap, from: 0, by: goesBefore)
    }

    /// Lets an element sink to where nothing below it goes before it.
    @inline(__always)
    private static func sift<Element>(
        _ heap: inout [Element], from start: Int, by goesBefore: (Element, Element) -> Bool
    ) {
        var parent = start
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, goesBefore(heap[child + 1], heap[child]) { child += 1 }
            guard goesBefore(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
