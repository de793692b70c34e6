import Files
import Testing

@Suite("Text of files as people see it")
struct SpelledTextTests {
    @Test(
        "spells out what acts on a terminal and nothing else",
        arguments: [
            ("plain\n\ttext, ü, 木, 👩‍💻", "plain\n\ttext, ü, 木, 👩‍💻"), ("\u{1B}[2J", #"\u{1b}[2J"#),
            ("\u{7}\u{7F}", #"\u{7}\u{7f}"#),
            ("\u{85}\u{9B}31m", #"\u{85}\u{9b}31m"#), ("a\r\nb", "a\\r\nb"), ("\u{202E}txt.exe", #"\u{202e}txt.exe"#),
            ("\u{0}", #"\u{0}"#),
        ])
    func spelling(text: String, expected: String) {
        #expect(SpelledText.visible(text) == expected)
        #expect(SpelledText.message(text) == expected)
    }

    @Test("leaves out the middle of a line that quotes very much, and of very many lines")
    func length() {
        let long = "config.json: model_type '" + String(repeating: "x", count: 1_000_000) + "' is not supported"
        let message = SpelledText.message(long)
        #expect(message.count < 1_100)
        #expect(message.hasPrefix("config.json: model_type 'xxx") && message.hasSuffix("xxx' is not supported"))
        #expect(SpelledText.message("Error: \(message)") == "Error: \(message)")
        #expect(SpelledText.message(String(repeating: "line\n", count: 1_000_000)).count < 21_000)
        let short = String(repeating: "y", count: 900) + "\n" + String(repeating: "z", count: 900)
        #expect(SpelledText.message(short) == short)
    }
}
