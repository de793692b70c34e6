import JSON

/// How text is cut into words before merging, by the name of `tokenizer.ggml.pre`.
///
/// The names are those that llama.cpp's converter gives; the rules are the ones that it follows, and where it only
/// comes near to a model's own expression, that expression.
struct GGUFSplitting {
    /// One cut.
    enum Step {
        /// What an expression finds is a word of its own.
        case expression(String)

        /// Every digit is a word of its own.
        case digits

        /// GPT-2's words.
        case words
    }

    /// The cuts in order.
    let steps: [Step]

    /// Whether a word that is a token needs no merges.
    var ignoresMerges = false

    /// Whether the token of the beginning stands before every text where the file does not say.
    var addsBeginning = false

    /// Whether letters and marks are composed first (NFC).
    var composes = false

    /// The rule of a name; nil if it is not known.
    init?(named name: String) {
        guard let splitting = Self.known.first(where: { $0.names.contains(name) })?.splitting else { return nil }
        self = splitting
    }

    private init(
        _ steps: Step..., ignoresMerges: Bool = false, addsBeginning: Bool = false, composes: Bool = false
    ) {
        self.steps = steps
        self.ignoresMerges = ignoresMerges
        self.addsBeginning = addsBeginning
        self.composes = composes
    }

    /// All names, sorted.
    static var names: [String] { known.flatMap(\.names).sorted() }

    /// The `pre_tokenizer` that splits so, down to bytes.
    var preTokenizer: JSONValue {
        var parts = steps.map { step -> JSONValue in
            switch step {
            case .expression(let expression): Self.split(expression)
            case .words: Self.split(PreTokenizer.byteLevelPattern)
            case .digits: .object(sorting: ["type": .string("Digits"), "individual_digits": .bool(true)])
            }
        }
        parts.append(
            .object(sorting: [
                "type": .string("ByteLevel"), "add_prefix_space": .bool(false), "use_regex": .bool(false),
            ]))
        return .object(sorting: ["type": .string("Sequence"), "pretokenizers": .array(parts)])
    }

    private static func split(_ expression: String) -> JSONValue {
        .object(sorting: [
            "type": .string("Split"), "pattern": .object(sorting: ["Regex": .string(expression)]),
            "behavior": .string("Isolated"),
        ])
    }
}

extension GGUFSplitting {
    private static let known: [(names: [String], splitting: GGUFSplitting)] = [
        (
            [
                "gpt-2", "phi-2", "mpt", "olmo", "jais", "trillion", "granite-docling", "exaone4", "gigachat",
                "a.x-4.0", "mellum",
            ], GGUFSplitting(.words)
        ),
        (
            ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b", "mellum2"],
            GGUFSplitting(.digits, .words)
        ),
        (["qwen2"], GGUFSplitting(.expression(words(digits: #"\p{N}"#)), composes: true)),
        (["qwen35"], GGUFSplitting(.expression(markedWords), composes: true)),
        (
            ["deepseek-r1-qwen", "megrez", "stablelm2", "hunyuan", "solar-open", "grok-2", "kormo"],
            GGUFSplitting(.expression(words(digits: #"\p{N}"#)))
        ),
        (
            ["llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"],
            GGUFSplitting(.expression(words(digits: #"\p{N}{1,3}"#)), ignoresMerges: true, addsBeginning: true)
        ),
        (["dbrx", "smaug-bpe", "chatglm-bpe"], GGUFSplitting(.expression(words(digits: #"\p{N}{1,3}"#)))),
        (["glm4", "glm5"], GGUFSplitting(.expression(words(digits: #"\p{N}{1,3}"#)), ignoresMerges: true)),
        (
            ["tekken"],
            GGUFSplitting(
                .expression(casedWords(digits: #"\p{N}"#, endings: "")), ignoresMerges: true, addsBeginning: true)
        ),
        (
            ["gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2"],
            GGUFSplitting(.expression(casedWords(digits: #"\p{N}{1,3}"#, endings: "(?:\(contractions))?")))
        ),
        (
            ["deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4"],
            GGUFSplitting(.expression(#"\p{N}{1,3}"#), .expression("[一-龥぀-ゟ゠-ヿ]+"), .expression(signedWords))
        ),
        (
            ["deepseek-coder"],
            GGUFSplitting(
                .expression(#"[\r\n]"#), .expression(#"\s?\p{L}+"#), .expression(#"\s?\p{P}+"#),
                .expression("[一-龥ࠀ-一가-\u{D7FF}]+"), .digits)
        ),
        (
            ["deepseek-llm"],
            GGUFSplitting(
                .expression(#"[\r\n]"#), .expression(#"\s?["# + casedLetters + "]+"),
                .expression(#"\s?[!-/:-~！-／：-～‘-‟　-。]+"#), .expression(#"\s+$"#),
                .expression("[一-龥ࠀ-一가-\u{D7FF}]+"), .expression(#"\p{N}+"#))
        ),
        (
            ["falcon"],
            GGUFSplitting(.expression(#"[\p{P}$+<=>\^~|`]+"#), .words, .expression("[0-9][0-9][0-9]"))
        ),
        (
            ["bailingmoe", "bailingmoe2", "llada-moe"],
            GGUFSplitting(
                .expression(
                    #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*"#
                        + #"|\s*[\r\n]|\s+(?!\S)|\s+"#))
        ),
        (
            ["seed-coder"],
            GGUFSplitting(
                .expression(
                    #"\#(contractions)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}\r\n]+"#
                        + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#))
        ),
        (
            ["minicpm5"],
            GGUFSplitting(
                .expression(#"\p{N}{1,3}"#), .expression(words(digits: #"\p{N}+"#)), ignoresMerges: true)
        ),
        (
            ["youtu"],
            GGUFSplitting(
                .expression(
                    "[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-〿︰-﹏]+|[ㄅ-ㄯ]+|[一-龥぀-ゟ゠-ヿ]+"),
                .expression(casedWords(digits: #"\p{N}"#, endings: "(?:\(contractions))?")), ignoresMerges: true)
        ),
        (
            ["ufakzeka"],
            GGUFSplitting(
                .expression(#"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(rest)"#))
        ),
        (["bloom", "poro-chat", "gpt3-finnish"], GGUFSplitting(.expression(unpunctuated))),
        (["viking"], GGUFSplitting(.expression(unpunctuated), .digits)),
    ]

    private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"

    /// What follows words and digits in most expressions: signs, line ends and blanks.
    private static let rest = #"\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// Qwen's and Llama 3's expression; they differ in how many digits stand together.
    private static func words(digits: String) -> String {
        #"\#(contractions)|[^\r\n\p{L}\p{N}]?\p{L}+|\#(digits)| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(rest)"#
    }

    /// Qwen 3.5's expression, for which marks belong to words.
    private static let markedWords =
        #"\#(contractions)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\#(rest)"#

    /// GPT-4o's and Tekken's expression, which cuts where small letters are followed by large ones.
    private static func casedWords(digits: String, endings: String) -> String {
        let large = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
        let small = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
        return #"[^\r\n\p{L}\p{N}]?\#(large)*\#(small)+\#(endings)|[^\r\n\p{L}\p{N}]?\#(large)+\#(small)*\#(endings)"#
            + #"|\#(digits)| ?[^\s\p{L}\p{N}]+[\r\n/]*|\#(rest)"#
    }

    /// DeepSeek 3's last expression: a sign may begin a word of Latin letters.
    private static let signedWords =
        ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]\^_`\{|\}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
        + #"| ?[\p{P}\p{S}]+[\r\n]*|\#(rest)"#

    /// BLOOM's words: whatever is no blank and no sign that ends a sentence.
    private static let unpunctuated = #" ?[^(\s|.,!?…。，、।۔،)]+"#

    /// Letters that come large and small, as the first DeepSeek names them one range after another.
    private static let casedLetters =
        "A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝ"
        + "Ὗ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-"
        + "Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃"
}
