public import Autograd
public import Speculation

extension TrainingProducts {
    /// What is chosen on this processor.
    public var rounding: FactorRounding {
        switch self {
        case .auto: .fastest
        case .single: .none
        case .bfloat16: .bfloat16
        }
    }
}
