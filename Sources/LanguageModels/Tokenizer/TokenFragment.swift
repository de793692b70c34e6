/// A stretch of a token on its way through the decoders.
///
/// Most tokens travel whole. One that a step fuses from all others is open until the last of them has come, and
/// travels in fragments, so that text can be shown while it grows.
struct TokenFragment {
    var text: String

    /// Whether this is the token's first fragment.
    var begins: Bool

    /// Whether this is the token's last fragment.
    var ends: Bool

    /// A token in one fragment.
    static func whole(_ text: String) -> TokenFragment { TokenFragment(text: text, begins: true, ends: true) }
}
