import Speculation
package import Strategies
import Training

extension Strategy {
    /// Why the draft cannot be trained; nil where it can, with any objective: objectives ask for nothing but what the bench
    /// gives them of every draft that can.
    package var obstacleToTraining: String? {
        if draft.product is any TrainableRecipe { return nil }
        if let obstacle = type(of: draft.product).obstacleToTraining {
            return "draft policy '\(draft.name)' \(obstacle)"
        }
        return draft.product.traits.draw == nil
            ? "draft policy '\(draft.name)' proposes nothing, so there is nothing to train"
            : "draft policy '\(draft.name)' has nothing that could be trained"
    }
}
