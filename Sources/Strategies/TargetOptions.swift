import LanguageModels
import Speculation
import Tensors

/// The options of the section `target`.
struct TargetOptions {
    /// A bundled model's name, a GGUF file, or a folder.
    let model: String

    /// The precision of products with its weight matrices.
    let precision: ProductPrecision

    /// Reads the options.
    init(from options: inout OptionReader) {
        model = options.path("model", default: "demo", help: "A bundled model's name, a GGUF file, or a folder.")
        precision = options.productPrecision()
    }
}
