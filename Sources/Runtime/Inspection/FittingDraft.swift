package import Foundation

/// Something that can draft for a model.
package enum FittingDraft: Sendable {
    /// What stood there before, which needs no model.
    case lookup

    /// A smaller model with the same tokens.
    case smallModel(URL, byteCount: Int)

    /// A head that a draft policy knows, and what it is called.
    case head(URL, policy: String, name: String)

    /// Such as "small model NAME".
    package var words: String {
        switch self {
        case .lookup: "prompt-lookup"
        case .smallModel(let place, _): "small model \(place.lastPathComponent)"
        case .head(_, _, let name): "head \(name)"
        }
    }
}
