/// Calls values.
enum Calling {
    /// What a value gives when it is called.
    static func result(of callee: Value, _ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        switch callee {
        case .object(let object): return try object.call(arguments, rendering)
        case .undefined(let undefined): throw undefined.fault(rendering)
        default: throw Fault("\(callee.noun) cannot be called")
        }
    }
}
