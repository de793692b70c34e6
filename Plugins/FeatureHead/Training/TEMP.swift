import LanguageModels
import Tensors
import Training
extension EAGLE3Trainable {
    func files(in layout: HeadLayout, storing element: ElementType) throws -> [HeadFile] {
        throw ModelError("head", "temporary")
    }
}
