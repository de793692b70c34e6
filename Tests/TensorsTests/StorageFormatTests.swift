import Tensors
import Testing

/// What is known of a format without its loops.
struct StorageFormatTests {
    @Test
    func `A format of files is found by its name, and a copy of our own making is none`() {
        #expect(StorageFormat.floats == [.float32, .float16, .bfloat16])
        for format in StorageFormat.floats { #expect(StorageFormat(named: format.name) == format) }
        #expect(StorageFormat(named: "Q8") == nil && StorageFormat(named: "I64") == nil)
    }

    @Test
    func `Bytes are counted by blocks`() {
        #expect(StorageFormat.float32.byteCount(rows: 3, columns: 5) == 60)
        #expect(StorageFormat.bfloat16.byteCount(rows: 3, columns: 5) == 30)
        // Sixteen rows together, in blocks of 32 numbers and a scale of two bytes.
        #expect(StorageFormat.q8.byteCount(rows: 17, columns: 33) == 32 * 2 * 34)
        #expect(StorageFormat.q8.bytesPerNumber == 34.0 / 32)
    }

    @Test
    func `The significands are those of the standards`() {
        #expect(StorageFormat.floats.map(\.significandBits) == [24, 11, 8])
        #expect(StorageFormat.q8.significandBits == nil)
        #expect(StorageFormat.float32.largest == .greatestFiniteMagnitude)
    }
}
