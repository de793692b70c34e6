extension Variable {
    /// The sum A + B of two variables of one shape; both gradients are the result's.
    @_specialize(where Scalar == Float)
    public static func + (left: Variable, right: Variable) -> Variable {
        let sum = left.value.combined(with: right.value) { $0 + $1 }
        return left.derived(sum, with: right) { [first = left.origin, second = right.origin] slope, ledger in
            ledger.add(slope, to: first)
            ledger.add(slope, to: second)
        }
    }

    /// The difference A - B of two variables of one shape; B's gradient is the result's, negated.
    @_specialize(where Scalar == Float)
    public static func - (left: Variable, right: Variable) -> Variable {
        let difference = left.value.combined(with: right.value) { $0 - $1 }
        return left.derived(difference, with: right) { [first = left.origin, second = right.origin] slope, ledger in
            ledger.add(slope, to: first)
            ledger.add(slope.mapped { -$0 }, to: second)
        }
    }

    /// Adds one row, such as a bias, to every row.
    ///
    /// With the result's gradient G: dA = G, and the row's gradient is the sum of G over rows.
    ///
    /// - Parameter row: `[1, columns]`.
    /// - Returns: The shape of this variable.
    @_specialize(where Scalar == Float)
    public func adding(row: Variable) -> Variable {
        precondition(row.rows == 1 && row.columns == columns, "a row of \(row.columns) for rows of \(columns)")
        var sum = value
        sum.updateRows { _, numbers in
            for place in 0..<numbers.count { numbers[place] += row.value.values[place] }
        }
        return derived(sum, with: row) { [origin, other = row.origin, columns] slope, ledger in
            ledger.add(slope, to: origin)
            ledger.update(other, rows: 1, columns: columns) { total in
                total.updateRows { _, total in
                    slope.forEachRow { _, numbers in
                        for place in 0..<total.count { total[place] += numbers[place] }
                    }
                }
            }
        }
    }
}
