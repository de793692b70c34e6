import BuiltinPlugins
import EspalierTool
import OrchardLibrary

EspalierCommand.run(
    plugins: BuiltinPlugins.all + [EchoDraft.self, FishboneTree.self, GumbelVerifier.self, BlendLoss.self])
