/// The pickle machine's operations that describe tensors, by the byte that stands for each.
enum PickleOperation: UInt8 {
    case stop = 0x2E
    case protocolVersion = 0x80
    case frame = 0x95
    case mark = 0x28

    case none = 0x4E
    case `true` = 0x88
    case `false` = 0x89
    case integer8 = 0x4B
    case integer16 = 0x4D
    case integer32 = 0x4A
    case long = 0x8A
    case real = 0x47

    case text8 = 0x8C
    case text32 = 0x58
    case text64 = 0x8D
    /// Texts of Python 2.
    case latin8 = 0x55
    case latin32 = 0x54

    case emptyTuple = 0x29
    case tuple = 0x74
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case emptyList = 0x5D
    case emptyMapping = 0x7D
    case append = 0x61
    case appends = 0x65
    case setItem = 0x73
    case setItems = 0x75

    case put8 = 0x71
    case put32 = 0x72
    case memoize = 0x94
    case get8 = 0x68
    case get32 = 0x6A

    case global = 0x63
    case stackGlobal = 0x93
    case external = 0x51
    case reduce = 0x52
    case build = 0x62

    /// What messages call the operation of a byte.
    static func inWords(_ code: UInt8) -> String {
        let names: [UInt8: String] = [
            0x69: "INST", 0x6F: "OBJ", 0x81: "NEWOBJ", 0x92: "NEWOBJ_EX", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4",
            0x50: "PERSID", 0x30: "POP", 0x31: "POP_MARK", 0x32: "DUP", 0x46: "FLOAT", 0x49: "INT", 0x4C: "LONG",
            0x53: "STRING", 0x56: "UNICODE", 0x42: "BINBYTES", 0x43: "SHORT_BINBYTES", 0x8E: "BINBYTES8",
            0x96: "BYTEARRAY8",
            0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER", 0x8B: "LONG4", 0x8F: "EMPTY_SET", 0x90: "ADDITEMS",
            0x91: "FROZENSET", 0x64: "DICT", 0x6C: "LIST", 0x67: "GET", 0x70: "PUT",
        ]
        return names[code].map { "the pickle operation \($0)" }
            ?? "the byte \(code), which is no operation of a pickle,"
    }
}
