import ArgumentParser
import Tensors

/// How weights are stored, as an option's value in lower case.
struct ElementChoice: ExpressibleByArgument {
    let element: ElementType

    init?(argument: String) {
        guard let element = ElementType.allCases.first(where: { $0.rawValue.lowercased() == argument }) else {
            return nil
        }
        self.element = element
    }

    static var allValueStrings: [String] { ElementType.allCases.map { $0.rawValue.lowercased() } }
}
