import LanguageModels
import Speculation
import Tensors
import Training

extension EAGLE3Head: StorableDraft {
    var exactFormat: StorageFormat { storedFormat }

    var layout: DraftLayout {
        DraftLayout.allCases.first { EAGLE3Expressibility(self, in: $0).objection == nil } ?? .safeail
    }

    func policy() throws -> any DraftPolicy { EAGLE3Draft(head: self) }

    func files(in layout: DraftLayout, storing format: StorageFormat) throws -> [DraftFile] {
        try files(in: layout, storing: format, parameters: parameters())
    }
}
