import LanguageModels
import Speculation

/// The options of the section `target`.
struct TargetOptions {
    /// A bundled model's name, a GGUF file, or a folder.
    let model: String

    /// In what precision it computes, and how long its texts may become.
    let opening: ModelOpening

    /// Reads the options.
    init(from options: inout OptionReader) {
        model = options.path("model", default: "demo", help: "A bundled model's name, a GGUF file, or a folder.")
        opening = options.modelOpening()
    }
}
