import BuiltinPlugins
import Foundation
import Runtime
import Speculation

let strategies = StrategyLocator(registry: try PluginRegistry(BuiltinPlugins.all))
var chat = try Chat(with: strategies.strategy("eagle3-dynamic-small"))
try chat.answer("Tom has 3 apples and buys 5 more. How many apples does he have?") { piece in
    print(piece, terminator: "")
    fflush(nil)
}
