import Foundation

extension SamplingRule {
    /// Lists the tokens that top-k, top-p and min-p keep, in order of id, and their probabilities.
    ///
    /// Nothing is sorted: top-k looks for the k-th largest logit, top-p for the last token that it keeps, by halving the
    /// tokens in question (quickselect, Hoare 1961). Leaving out by min-p does not depend on what top-p left out, since both
    /// keep the tokens above some bound, so the smaller of the two sets is what remains.
    func select(from logits: ArraySlice<Float>, into scratch: inout Scratch) {
        keepLargest(of: logits, in: &scratch)
        let largest = Double(logits[logits.startIndex + Self.argmax(logits)])
        scratch.probabilities.removeAll(keepingCapacity: true)
        var sum = 0.0
        for token in scratch.tokens {
            let weight = exp((Double(logits[logits.startIndex + token]) - largest) / temperature)
            scratch.probabilities.append(weight)
            sum += weight
        }
        let border = topP < 1 ? border(ofSum: sum, in: &scratch) : nil
        var kept = 0
        sum = 0
        for place in scratch.tokens.indices {
            let weight = scratch.probabilities[place]
            if weight < minP || weight == 0 { continue }
            if let border, weight < border.weight || (weight == border.weight && place > border.place) { continue }
            scratch.tokens[kept] = scratch.tokens[place]
            scratch.probabilities[kept] = weight
            kept += 1
            sum += weight
        }
        scratch.tokens.removeLast(scratch.tokens.count - kept)
        scratch.probabilities.removeLast(scratch.probabilities.count - kept)
        for place in scratch.probabilities.indices { scratch.probabilities[place] /= sum }
    }

    /// Lists the tokens with the k largest logits and all that equal the last of them; every token without top-k.
    private func keepLargest(of logits: ArraySlice<Float>, in scratch: inout Scratch) {
        scratch.tokens.removeAll(keepingCapacity: true)
        guard topK > 0, topK < logits.count else {
            scratch.tokens.append(contentsOf: 0..<logits.count)
            return
        }
        let least = LogitRow.largest(topK, of: logits, in: &scratch.largest)
        LogitRow.forEach(of: logits, above: least.nextDown) { scratch.tokens.append($0) }
    }

    /// The last of the fewest most probable tokens whose weights reach top-p's share of the sum.
    ///
    /// - Parameters:
    ///   - sum: Of all weights.
    ///   - scratch: Tokens with their weights, the largest of which is 1.
    /// - Returns: Its weight and place.
    private func border(ofSum sum: Double, in scratch: inout Scratch) -> (weight: Double, place: Int) {
        let weights = scratch.probabilities
        // All that lies below this share of an equal share adds up to less than top-p leaves out; half of it, for rounding.
        let least = max(minP, (1 - topP) * sum / Double(2 * weights.count))
        scratch.order.removeAll(keepingCapacity: true)
        for place in weights.indices where weights[place] >= least { scratch.order.append(place) }
        let share = topP * sum
        var (start, end) = (0, scratch.order.count)
        var reached = 0.0
        var last = scratch.order[0]
        // The border is in start..<end, and what stands before start goes before it and sums to `reached`.
        while start < end {
            let (pivot, before) = Self.partition(&scratch.order, start..<end, by: weights)
            guard reached + before < share else {
                end = pivot
                continue
            }
            last = scratch.order[pivot]
            reached += before + weights[last]
            if reached >= share { break }
            start = pivot + 1
        }
        return (weights[last], last)
    }

    /// Brings those places of a stretch to its front that go before one of them, by larger weight or else smaller place.
    ///
    /// - Returns: Where that one then stands, and the sum of the weights before it in the stretch.
    private static func partition(
        _ order: inout [Int], _ stretch: Range<Int>, by weights: [Double]
    ) -> (pivot: Int, sum: Double) {
        let final = stretch.upperBound - 1
        order.swapAt((stretch.lowerBound + final) / 2, final)
        let place = order[final]
        let weight = weights[place]
        var pivot = stretch.lowerBound
        var sum = 0.0
        for index in stretch.lowerBound..<final {
            let other = order[index]
            guard weights[other] > weight || (weights[other] == weight && other < place) else { continue }
            sum += weights[other]
            order.swapAt(index, pivot)
            pivot += 1
        }
        order.swapAt(pivot, final)
        return (pivot, sum)
    }
}
