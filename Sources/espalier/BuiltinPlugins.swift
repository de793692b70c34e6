import AcceptanceLoss
import Autoregressive
import ChainTree
import CostAwareTree
import CrossEntropy
import DynamicTree
import FeatureHead
import GreedyVerifier
import GroupTree
import PromptLookup
import SamplingVerifier
import SmallModel
import SoftTree
import Speculation
import StaticTree
import TypicalVerifier

/// The plugins that this command knows: a new one is an import and a line here.
enum BuiltinPlugins {
    static let all: [any Plugin.Type] = [
        AutoregressivePlugin.self,
        FeatureHeadPlugin.self,
        SmallModelPlugin.self,
        PromptLookupPlugin.self,
        ChainTreePlugin.self,
        StaticTreePlugin.self,
        DynamicTreePlugin.self,
        CostAwareTreePlugin.self,
        GreedyVerifierPlugin.self,
        SamplingVerifierPlugin.self,
        TypicalVerifierPlugin.self,
        CrossEntropyPlugin.self,
        AcceptanceLossPlugin.self,
        GroupTreePlugin.self,
        SoftTreePlugin.self,
    ]

    /// All implementations by name.
    static func registry() throws -> PluginRegistry { try PluginRegistry(all) }
}
