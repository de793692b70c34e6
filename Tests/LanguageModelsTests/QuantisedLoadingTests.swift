import DemoModel
import LanguageModels
import Speculation
import Tensors
import Testing

/// 8-bit copies leave the mapped file as it was: what they gave back is there again when it is looked at.
struct QuantisedLoadingTests {
    @Test
    func `The stored numbers can still be read after an 8-bit copy was made`() throws {
        let folder = try #require(try BundledFiles.model("demo"))
        let checkpoint = try Checkpoint(folder: folder)
        let untouched = try Checkpoint(folder: folder)
        let name = "model.embed_tokens.weight"
        let entry = try #require(checkpoint.entry(name))
        var reader = TensorReader(checkpoint, precision: ProductPrecision(.q8))
        let copy = try reader.matrix(name, rows: entry.shape[0], columns: entry.shape[1])
        #expect(copy.format == .q8)
        #expect(checkpoint.bytes(of: name) == untouched.bytes(of: name))
    }
}
