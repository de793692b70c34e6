import Tensors

/// What this build is.
public enum Toolkit {
    /// The toolkit's version.
    public static let version = "0.1.0"

    /// Versions that a result depends on, by name.
    public static var versions: [String: String] {
        ["espalier": version, "openblas": BLASCoreType.library, "swift": compiler]
    }

    /// Facts about the machine that bear on speed, by name.
    public static var facts: [String: String] {
        ["BLAS": BLASCoreType.current, "kernels": KernelVariant.name, "threads": String(ThreadPool.threads)]
    }

    private static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "earlier than 6.3"
        #endif
    }
}
