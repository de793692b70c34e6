import JSON

/// Reads the header of a safetensors file and compares every claim with the file.
struct SafetensorsHeader {
    let path: String

    /// How many bytes follow the header.
    let available: Int

    private static let sizes = [
        "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "I64": 8, "I32": 4, "I16": 2, "I8": 1,
        "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
    ]

    func entries(of members: [JSONMember]) throws -> [TensorEntry] {
        var entries: [TensorEntry] = []
        for member in members where member.key != "__metadata__" {
            entries.append(try entry(member.key, member.value))
        }
        entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        var end = 0
        for entry in entries {
            guard entry.range.lowerBound == end else {
                let fault = entry.range.lowerBound < end ? "overlaps the one before it" : "leaves a gap before it"
                throw ModelError(
                    path,
                    "tensor '\(entry.name)' \(fault): it starts at byte \(entry.range.lowerBound), expected \(end)")
            }
            end = entry.range.upperBound
        }
        guard end == available else {
            throw ModelError(path, "holds \(available) bytes of tensors, and its header describes \(end)")
        }
        return entries
    }

    private func entry(_ name: String, _ value: JSONValue) throws -> TensorEntry {
        guard let type = value["dtype"]?.string, let shape = value["shape"]?.array,
            let offsets = value["data_offsets"]?.array, offsets.count == 2
        else { throw ModelError(path, "tensor '\(name)' lacks dtype, shape or data_offsets in the header") }
        guard let size = Self.sizes[type] else {
            throw ModelError(path, "tensor '\(name)' has the unknown dtype '\(type)'")
        }
        let extents = shape.compactMap(\.integer)
        guard extents.count == shape.count, extents.allSatisfy({ $0 >= 0 }) else {
            throw ModelError(path, "tensor '\(name)' has a shape that is not a list of sizes")
        }
        var bytes = size
        for extent in extents {
            let product = bytes.multipliedReportingOverflow(by: extent)
            guard !product.overflow else {
                throw ModelError(path, "tensor '\(name)' has an impossible shape \(extents)")
            }
            bytes = product.partialValue
        }
        guard let start = offsets[0].integer, let end = offsets[1].integer, start >= 0, end >= start else {
            throw ModelError(path, "tensor '\(name)' has data_offsets that are no range")
        }
        guard end <= available else {
            throw ModelError(
                path, "tensor '\(name)' ends at byte \(end), and the file holds \(available): it is truncated")
        }
        guard end - start == bytes else {
            throw ModelError(
                path,
                "tensor '\(name)' of shape \(extents) and dtype \(type) takes \(bytes) bytes, and its offsets span \(end - start)"
            )
        }
        return TensorEntry(name: name, type: type, shape: extents, range: start..<end)
    }
}
