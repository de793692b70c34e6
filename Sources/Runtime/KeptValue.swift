import Synchronization

/// A value that is made when it is first asked for, and kept for all who hold this.
final class KeptValue<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    /// The value.
    ///
    /// - Parameter make: Makes it; asked again only where it has thrown.
    /// - Returns: The value.
    /// - Throws: What `make` throws.
    func value(_ make: () throws -> Value) throws -> Value {
        try kept.withLock { kept in
            if let kept { return kept }
            let made = try make()
            kept = made
            return made
        }
    }
}
