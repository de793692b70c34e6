extension [Int] {
    /// Ranges of these lengths, each beginning where the one before ends, the first at 0: parts that are stored as one.
    public var consecutiveRanges: [Range<Int>] {
        var end = 0
        return map { count in
            defer { end += count }
            return end..<end + count
        }
    }
}
