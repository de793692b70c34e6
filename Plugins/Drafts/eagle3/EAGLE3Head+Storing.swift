import LanguageModels
import Speculation
import Tensors
import Training

extension EAGLE3Head: StorableHead {
    var exactFormat: StorageFormat { storedFormat }

    func policy() throws -> any DraftPolicy { EAGLE3Draft(head: self) }

    func files(in layout: HeadLayout, storing format: StorageFormat) throws -> [HeadFile] {
        try files(in: layout, storing: format, parameters: parameters())
    }
}
