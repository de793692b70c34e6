import Foundation
import LanguageModels
import Speculation

extension EAGLE3Head {
    /// What is odd about the files and changes what is drafted, in one sentence each.
    var remarks: [String] {
        var remarks: [String] = []
        if vocabulary.isUnmapped, vocabulary.targetTokens.count < configuration.vocabularySize {
            remarks.append(
                "\(checkpoint.folder.path): every offset in 'd2t' is 0, so that the head proposes the first "
                    + "\(vocabulary.targetTokens.count.counting("token")) of \(configuration.vocabularySize): its map was probably "
                    + "never stored")
        }
        if configuration.hiddenSize == target.configuration.hiddenSize, ownEmbedding != nil {
            remarks.append(
                "\(checkpoint.folder.path): the head's 'embed_tokens.weight' differs from the embedding table of "
                    + "\(target.location.path); the head's is used, and engines that share the target's would draft otherwise"
            )
        }
        return remarks
    }
}
