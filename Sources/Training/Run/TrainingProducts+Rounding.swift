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

    /// How the draft's products are computed here, for people.
    public var text: String {
        switch rounding {
        case .none: "in single precision"
        case .bfloat16: "of factors rounded to BF16, summed in single precision"
        }
    }
}
