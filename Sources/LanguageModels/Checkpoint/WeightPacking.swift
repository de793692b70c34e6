public import Foundation
import JSON

/// How a folder's weights are packed into few bits, as its files say.
public enum WeightPacking: Sendable, Equatable {
    /// Every number is stored by itself.
    case none

    /// As MLX packs them, which is read.
    case mlx(MLXPacking)

    /// By something that is not read.
    ///
    /// - Parameters:
    ///   - name: What its users call it.
    ///   - bits: How many bits a number has, where the files say.
    ///   - file: The file that tells.
    case foreign(name: String, bits: Int?, file: String)

    /// The names that users know methods by, where they differ from those that files spell.
    private static let names = [
        "gptq": "GPTQ", "awq": "AWQ", "bitsandbytes": "bitsandbytes", "fp8": "FP8", "fbgemm_fp8": "FP8 (FBGEMM)",
        "compressed-tensors": "compressed-tensors", "mxfp4": "MXFP4", "modelopt": "ModelOpt", "hqq": "HQQ",
        "torchao": "torchao", "quanto": "quanto", "aqlm": "AQLM", "eetq": "EETQ",
    ]

    /// Ends of tensors' names that only packed weights have.
    private static let marks = [
        ".qzeros": "GPTQ or AWQ", ".qweight": "GPTQ or AWQ", ".g_idx": "GPTQ",
        ".weight.absmax": "bitsandbytes", ".weight.quant_map": "bitsandbytes", ".SCB": "bitsandbytes",
        ".weight_scale_inv": "FP8", ".weight_scale": "FP8 or compressed-tensors", ".input_scale": "FP8",
        ".weight_packed": "compressed-tensors",
    ]

    /// Reads what a folder's configuration says.
    ///
    /// - Parameter folder: A folder in Hugging Face layout.
    /// - Throws: ``ModelError`` if a file is damaged.
    public init(in folder: URL) throws {
        let url = folder.appendingPathComponent("config.json")
        let value = try ModelFile.json(url)
        let reader = ConfigurationReader(file: url.path, value: value)
        let section =
            value["quantization_config"] ?? value["compression_config"] ?? value["text_config"]?["quantization_config"]
        if let section, section.members != nil, let name = Self.method(section) {
            self = .foreign(name: name, bits: Self.bits(section), file: url.path)
        } else if let packing = try reader.section("quantization") ?? reader.section("quantization_config") {
            self = .mlx(try MLXPacking(packing, value["quantization"] ?? value["quantization_config"]))
        } else if let other = try Self.otherFile(in: folder) {
            self = other
        } else {
            self = .none
        }
    }

    /// Which method a section of a configuration describes; nil for MLX's, which names none.
    private static func method(_ section: JSONValue) -> String? {
        if let method = section["quant_method"]?.string { return names[method.lowercased()] ?? "'\(method)'" }
        if section["load_in_4bit"]?.bool == true || section["load_in_8bit"]?.bool == true { return "bitsandbytes" }
        if section["config_groups"] != nil { return "compressed-tensors" }
        if section["quant_algo"] != nil { return "ModelOpt" }
        if section["desc_act"] != nil { return "GPTQ" }
        if section["w_bit"] != nil || section["zero_point"] != nil { return "AWQ" }
        return section["group_size"] == nil ? "a method that it does not name" : nil
    }

    private static func bits(_ section: JSONValue) -> Int? {
        if let bits = section["bits"]?.integer ?? section["w_bit"]?.integer { return bits }
        if section["load_in_4bit"]?.bool == true { return 4 }
        return section["load_in_8bit"]?.bool == true ? 8 : nil
    }

    /// Older tools write a file of their own.
    private static func otherFile(in folder: URL) throws -> WeightPacking? {
        let files = [
            "quantize_config.json": "GPTQ", "quant_config.json": "AWQ", "hf_quant_config.json": "ModelOpt",
        ]
        for (file, name) in files {
            let url = folder.appendingPathComponent(file)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            return .foreign(name: name, bits: bits(try ModelFile.json(url)), file: url.path)
        }
        return nil
    }

    /// What the names of tensors tell where no configuration does.
    ///
    /// - Parameter checkpoint: The tensors.
    /// - Returns: ``none`` where all names are ordinary.
    public static func marked(in checkpoint: Checkpoint) -> WeightPacking {
        for name in checkpoint.names {
            if let mark = marks.keys.first(where: { name.hasSuffix($0) }), let method = marks[mark] {
                return .foreign(name: method, bits: nil, file: checkpoint.path(of: name))
            }
        }
        return .none
    }

    /// The tensors of a folder whose weights are packed so.
    ///
    /// - Parameter folder: The folder.
    /// - Returns: The tensors, unpacked where it takes that.
    /// - Throws: ``ModelError`` if they are not read, and says what to do; or if files are missing or damaged.
    func checkpoint(of folder: URL) throws -> Checkpoint {
        try checkReadable()
        if case .mlx(let packing) = self { return try Checkpoint(folder: folder, packing: packing) }
        let checkpoint = try Checkpoint(folder: folder)
        try Self.marked(in: checkpoint).checkReadable()
        return checkpoint
    }

    /// Why the weights cannot be used, and what can; nil if they are read.
    public var hindrance: String? {
        guard case .foreign(let name, let bits, _) = self else { return nil }
        let width = bits.map { " (\($0) bits)" } ?? ""
        return "the weights are quantised with \(name)\(width), which is not read: use a GGUF file of this model, an "
            + "MLX folder, or the unquantised folder that it was made from"
    }

    private func checkReadable() throws(ModelError) {
        if let hindrance, case .foreign(_, _, let file) = self { throw ModelError(file, hindrance) }
    }
}
