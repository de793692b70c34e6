import Foundation

extension Double {
    /// The number with a fixed number of decimals, alike in every locale.
    package func formatted(decimals: Int) -> String {
        String(format: "%.\(decimals)f", self)
    }

    /// Seconds in milliseconds, to the microsecond, from ten milliseconds on to a tenth of one.
    package var milliseconds: String { (self * 1000).formatted(decimals: self < 0.01 ? 3 : 1) }

    /// A share of 1 in whole per cent.
    package var percent: String { (self * 100).formatted(decimals: 0) + " %" }
}

extension Double? {
    /// The number with a fixed number of decimals, or a dash.
    package func formatted(decimals: Int) -> String {
        self?.formatted(decimals: decimals) ?? "—"
    }

    /// A difference with its sign, or a dash.
    package func signed(decimals: Int) -> String {
        map { ($0 < 0 ? "" : "+") + $0.formatted(decimals: decimals) } ?? "—"
    }
}
