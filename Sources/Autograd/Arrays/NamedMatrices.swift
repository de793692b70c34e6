/// Matrices by name in a fixed order: a head's parameters, their gradients, an optimizer's moments.
public struct NamedMatrices<Scalar: TapeScalar>: Sendable, Equatable {
    /// The names in the order in which they were added.
    public private(set) var names: [String] = []

    /// The matrices in the same order.
    public internal(set) var matrices: [DenseMatrix<Scalar>] = []

    private var places: [String: Int] = [:]

    /// No matrices.
    public init() {}

    /// Adds a matrix at the end.
    ///
    /// - Parameters:
    ///   - name: A new name.
    ///   - matrix: The matrix.
    /// - Precondition: The name is new.
    public mutating func append(_ name: String, _ matrix: DenseMatrix<Scalar>) {
        precondition(places[name] == nil, "'\(name)' is there already")
        places[name] = names.count
        names.append(name)
        matrices.append(matrix)
    }

    /// The matrix of a name, or nil; a known name's can be replaced or changed in place.
    public subscript(name: String) -> DenseMatrix<Scalar>? {
        get { places[name].map { matrices[$0] } }
        set {
            switch (places[name], newValue) {
            case (let place?, let matrix?): matrices[place] = matrix
            case (nil, let matrix?): append(name, matrix)
            case (_, nil): preconditionFailure("a name cannot be taken out")
            }
        }
    }

    /// Where a name stands in the order.
    ///
    /// - Parameter name: A name.
    /// - Returns: Its place, or nil if there is no such name.
    public func place(of name: String) -> Int? { places[name] }

    /// The same names and shapes, all zero.
    public func zeros() -> NamedMatrices {
        var copy = self
        copy.matrices = matrices.map { DenseMatrix(rows: $0.rows, columns: $0.columns) }
        return copy
    }

    /// The same names and shapes with other numbers.
    ///
    /// - Parameter body: Replaces the numbers of one matrix after the other, row-major, as many as there are.
    /// - Returns: The copy.
    /// - Throws: What the body throws.
    public func replaced(by body: (inout [Scalar]) throws -> Void) rethrows -> NamedMatrices {
        var copy = self
        for (place, matrix) in matrices.enumerated() {
            var numbers = matrix.values
            try body(&numbers)
            copy.matrices[place] = DenseMatrix(numbers, rows: matrix.rows, columns: matrix.columns)
        }
        return copy
    }

    /// How many numbers there are in all.
    public var count: Int { matrices.reduce(0) { $0 + $1.values.count } }

    /// Adds the matrices of the same names and shapes.
    ///
    /// - Parameter other: The same names in the same order.
    public mutating func add(_ other: NamedMatrices) {
        precondition(names == other.names, "different names")
        for place in matrices.indices { matrices[place].add(other.matrices[place]) }
    }

    /// Multiplies every number by a factor.
    ///
    /// - Parameter factor: The factor.
    public mutating func scale(by factor: Scalar) {
        for place in matrices.indices { matrices[place].scale(by: factor) }
    }

    /// Whether another collection has the same names in the same order with the same shapes.
    ///
    /// - Parameter other: The other collection.
    /// - Returns: Whether they fit.
    public func fits(_ other: NamedMatrices) -> Bool {
        names == other.names && zip(matrices, other.matrices).allSatisfy { $0.hasShape(of: $1) }
    }
}
