import ArgumentParser
import LanguageModels

/// A chat format as an option's value.
struct ChatTemplateChoice: ExpressibleByArgument {
    let template: ChatTemplate

    init?(argument: String) {
        guard let template = ChatTemplate(rawValue: argument) else { return nil }
        self.template = template
    }

    static var allValueStrings: [String] { ChatTemplate.allCases.map(\.rawValue) }
}
