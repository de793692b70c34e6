import Foundation

/// The program that runs.
public enum RunningProgram {
    /// Starts it anew in its place, with the same arguments and some variables of the environment set.
    ///
    /// Libraries read some variables when they are loaded, before any code of the program. Comes back only if the system
    /// cannot do it; the variables are then set in vain.
    ///
    /// - Parameter variables: Their names and values.
    public static func restart(setting variables: [String: String]) {
        for (name, value) in variables { setenv(name, value, 1) }
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        for argument in arguments { free(argument) }
    }
}
