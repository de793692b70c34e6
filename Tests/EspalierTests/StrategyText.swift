/// Strategy files that tests write.
enum StrategyText {
    /// A chain drafted by the small model in a folder.
    static func smallModel(_ folder: String) -> String {
        """
        name: tiny
        target: {model: demo}
        draft: {policy: small-model, model: "\(folder)"}
        tree: {builder: chain, depth: 3}
        verify: {verifier: sampling}
        """
    }

    /// An EAGLE-3 chain under a verifier.
    static func verified(by verifier: String, temperature: String = "0") -> String {
        """
        name: verified
        target: {model: demo}
        draft: {policy: eagle3, head: demo/eagle3}
        tree: {builder: chain, depth: 3}
        verify: {verifier: \(verifier)}
        sampling: {temperature: \(temperature)}
        """
    }
}
