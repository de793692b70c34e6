import Foundation

extension Double {
    /// The number with a fixed number of decimals, alike in every locale.
    package func formatted(decimals: Int) -> String {
        String(format: "%.\(decimals)f", self)
    }

    /// A share of 1 in whole per cent.
    package var percent: String { (self * 100).formatted(decimals: 0) + " %" }
}

extension Double? {
    /// The number with a fixed number of decimals, or a dash.
    package func formatted(decimals: Int) -> String {
        self?.formatted(decimals: decimals) ?? "—"
    }
}
