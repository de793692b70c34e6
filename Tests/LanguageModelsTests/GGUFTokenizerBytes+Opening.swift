import Foundation
import LanguageModels
import ModelTestKit

extension GGUFTokenizerBytes {
    /// The file, opened; its mapping outlives the folder.
    func opened() throws -> GGUFFile {
        let folder = try TemporaryFolder()
        let url = folder.file("t.gguf")
        return try withExtendedLifetime(folder) {
            try bytes.write(to: url)
            return try GGUFFile(contentsOf: url)
        }
    }
}
