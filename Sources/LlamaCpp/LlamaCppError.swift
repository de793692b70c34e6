/// Why a program of llama.cpp gave no figures: one sentence without a full stop.
package struct LlamaCppError: Error, CustomStringConvertible, Equatable {
    /// What is wrong.
    package let description: String

    init(_ description: String) { self.description = description }
}
