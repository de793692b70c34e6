/// The names of Python's that may stand in a pickle of tensors.
enum PickleName {
    /// A mapping that keeps its order: the state of a module.
    static let orderedMapping = "collections.OrderedDict"

    /// A view of a storage.
    static let tensor = "torch._utils._rebuild_tensor_v2"

    /// A tensor that was being trained.
    static let parameter = "torch._utils._rebuild_parameter"

    /// The types of storages, with the name that safetensors has for their numbers and the size of one in bytes.
    static let storages: [String: (type: String, width: Int)] = [
        "torch.DoubleStorage": ("F64", 8), "torch.FloatStorage": ("F32", 4), "torch.HalfStorage": ("F16", 2),
        "torch.BFloat16Storage": ("BF16", 2), "torch.LongStorage": ("I64", 8), "torch.IntStorage": ("I32", 4),
        "torch.ShortStorage": ("I16", 2), "torch.CharStorage": ("I8", 1), "torch.ByteStorage": ("U8", 1),
        "torch.BoolStorage": ("BOOL", 1),
    ]

    /// Whether a name may stand there.
    static func isKnown(_ name: String) -> Bool {
        [orderedMapping, tensor, parameter].contains(name) || storages[name] != nil
    }
}
