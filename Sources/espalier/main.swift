import BuiltinPlugins
import EspalierTool

EspalierCommand.run(plugins: BuiltinPlugins.all)
