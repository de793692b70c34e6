import CKernels
import Foundation

/// The keys and values of 64 slots, those of all groups: memory that stays where it is while a text grows, and that texts with
/// the same beginning share.
final class KeyValuePage: @unchecked Sendable {
    /// How many slots a page holds.
    static let slots = Int(ESPALIER_PAGE_SLOTS)

    /// Where it begins; whoever writes holds the only reference to the page.
    let memory: UnsafeMutableRawPointer
    private let byteCount: Int

    /// Reserves memory, all zero.
    init(byteCount: Int) {
        self.byteCount = byteCount
        memory = .allocate(byteCount: max(byteCount, 64), alignment: 64)
        memset(memory, 0, byteCount)
    }

    /// Another page with the same numbers.
    func copy() -> KeyValuePage {
        let page = KeyValuePage(byteCount: byteCount)
        memcpy(page.memory, memory, byteCount)
        return page
    }

    deinit { memory.deallocate() }
}
