// How keys and values lie in memory.
//
// A page holds those of 64 slots, of all groups one after the other. Numbers lie in words: a single each, or a pair of BF16, of which
// the first is in the lower half.
//
//     keys    16 slots beside each other: (4, steps, 16) words, a step being one number of each slot's key, or two
//     values  (steps, width) words, a step being one slot, or two, and the width whole lines of the cache
//
// So a vector of slots, or one of a value's numbers, is multiplied by what is the same for all its lanes, step after step.
#ifndef ESPALIER_PAGES_H
#define ESPALIER_PAGES_H

#include "variants.h"

enum { PAGE_SLOTS = ESPALIER_PAGE_SLOTS, SLOTS_BESIDE = 16 };

// Numbers in a word.
INLINE int together(const int kind) { return kind == ESPALIER_KEPT_BF16 ? 2 : 1; }

INLINE int64_t key_steps(const int kind, int64_t width) { return (width + together(kind) - 1) / together(kind); }
INLINE int64_t value_steps(const int kind, int64_t slots) { return (slots + together(kind) - 1) / together(kind); }
INLINE int64_t value_words(int64_t width) { return (width + 15) / 16 * 16; }

INLINE int64_t words_of_keys(const int kind, int64_t width) { return PAGE_SLOTS * key_steps(kind, width); }
INLINE int64_t words_of_page(const int kind, int64_t width) {
    return words_of_keys(kind, width) + value_steps(kind, PAGE_SLOTS) * value_words(width);
}

// The first word of a slot's key; the next step's is SLOTS_BESIDE words further.
INLINE int64_t place_of_key(const int kind, int64_t width, int64_t slot) {
    return slot / SLOTS_BESIDE * SLOTS_BESIDE * key_steps(kind, width) + slot % SLOTS_BESIDE;
}

#endif
