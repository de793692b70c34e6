import CKernels

/// What the process does with memory that it has freed.
public enum FreedMemory {
    /// Keeps it for what is allocated next, for the whole process; where the C library is not glibc, nothing changes.
    ///
    /// Every answer has caches and buffers of its own, some megabytes. By default the library gives such blocks back to the
    /// system at once, and the next answer's pages are made and cleared anew one by one: with a small model a tenth of the
    /// time. A program that decodes many prompts calls this first; memory then stays near its peak, blocks of 32 MiB and more
    /// excepted.
    public static func keep() { espalier_keep_freed_memory() }
}
