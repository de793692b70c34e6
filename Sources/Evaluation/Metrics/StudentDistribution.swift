import Foundation

/// Student's t distribution, whose tails say how much wider an interval must be when its spread is estimated too.
///
/// The finite sums for whole degrees of freedom are those of Abramowitz and Stegun, 26.7.3 and 26.7.4.
package struct StudentDistribution {
    /// The degrees of freedom, at least 1.
    package let degrees: Int

    /// Names a distribution.
    package init(degrees: Int) {
        precondition(degrees > 0, "no degree of freedom")
        self.degrees = degrees
    }

    /// The point with this share of the distribution above it.
    ///
    /// - Parameter tail: A share in (0, 0.5].
    /// - Returns: The point, at least 0.
    /// - Complexity: O(``degrees``).
    package func point(above tail: Double) -> Double {
        // With t = √degrees · tan(angle) the share within ±t rises with the angle, from 0 to 1.
        var (low, high) = (0.0, Double.pi / 2)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if share(within: middle) < 1 - 2 * tail { low = middle } else { high = middle }
        }
        return Double(degrees).squareRoot() * tan((low + high) / 2)
    }

    /// How much of the distribution lies within ± √degrees · tan(`angle`).
    private func share(within angle: Double) -> Double {
        let (sine, cosine) = (sin(angle), cos(angle))
        var sum = 0.0
        if degrees.isMultiple(of: 2) {
            var term = 1.0
            for even in stride(from: 2, through: degrees, by: 2) {
                sum += term
                term *= cosine * cosine * Double(even - 1) / Double(even)
            }
            return sine * sum
        }
        var term = cosine
        for odd in stride(from: 3, through: degrees, by: 2) {
            sum += term
            term *= cosine * cosine * Double(odd - 1) / Double(odd)
        }
        return 2 / Double.pi * (angle + sine * sum)
    }
}
