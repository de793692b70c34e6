import LanguageModels
import Speculation
import Tensors
import Training

extension EAGLE3Head: StorableHead {
    var exactFormat: StorageFormat { storedFormat }

    var layout: HeadLayout {
        HeadLayout.allCases.first { EAGLE3Expressibility(self, in: $0).objection == nil } ?? .safeail
    }

    func policy() throws -> any DraftPolicy { EAGLE3Draft(head: self) }

    func files(in layout: HeadLayout, storing format: StorageFormat) throws -> [HeadFile] {
        try files(in: layout, storing: format, parameters: parameters())
    }
}
