import BlockPlugin
import ChainPlugin
import CostAwarePlugin
import CrossEntropyPlugin
import DynamicPlugin
import EAGLE3Plugin
import FullPlugin
import GreedyPlugin
import GroupTreePlugin
import HASSPlugin
import LKPlugin
import LayerSkipPlugin
import LookaheadPlugin
import MedusaPlugin
import MergedPlugin
import NonePlugin
import OptTreePlugin
import PromptLookupPlugin
import RetrievalPlugin
import SamplingPlugin
import SequoiaPlugin
import SmallModelPlugin
import SoftTreePlugin
import SpecInferPlugin
public import Speculation
import StaticPlugin
import SuffixPlugin
import ThresholdPlugin
import TokenRecyclingPlugin
import TopKTolerancePlugin
import TraversalPlugin
import TypicalPlugin
import WithoutReplacementPlugin

/// The plugins that come with the toolkit, in the order in which listings show them.
public enum BuiltinPlugins {
    /// All of them: a new one is an import and a line here.
    public static let all: [any Plugin.Type] = [
        NoDraft.self,
        EAGLE3Recipe.self,
        MedusaRecipe.self,
        SmallModelRecipe.self,
        LayerSkipRecipe.self,
        PromptLookup.self,
        SuffixDraft.self,
        Lookahead.self,
        TokenRecycling.self,
        RetrievalRecipe.self,
        MergedRecipe.self,
        ChainTree.self,
        StaticTree.self,
        DynamicTree.self,
        FullTree.self,
        OptTree.self,
        SequoiaTree.self,
        ThresholdTree.self,
        CostAwareTree.self,
        GreedyVerifier.self,
        SamplingVerifier.self,
        SpecInferVerifier.self,
        WithoutReplacementVerifier.self,
        BlockVerifier.self,
        TraversalVerifier.self,
        TypicalVerifier.self,
        TopKTolerance.self,
        CrossEntropy.self,
        LKLoss.self,
        HASSLoss.self,
        GroupTree.self,
        SoftTree.self,
    ]

    /// All implementations by name.
    public static func registry() throws(RegistryError) -> PluginRegistry { try PluginRegistry(all) }
}
