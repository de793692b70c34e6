import Speculation

extension Guarantee {
    /// A strategy's name as every output shows it: a lossy one never goes without that word.
    func label(for name: String) -> String {
        self == .lossy ? "\(name) (lossy)" : name
    }
}
