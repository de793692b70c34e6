import LanguageModels
import Speculation
import Tensors
import Training

extension EAGLE3Head: StorableHead {
    var exactElement: ElementType { storedElement }

    func policy() throws -> any DraftPolicy { EAGLE3Draft(head: self) }

    func files(in layout: HeadLayout, storing element: ElementType) throws -> [HeadFile] {
        try files(in: layout, storing: element, parameters: parameters())
    }
}
