// How keys and values lie in memory.
//
// A page holds those of 64 slots, of all groups one after the other. Numbers lie in words: a single each, or a pair of BF16, of which
// the first is in the lower half.
//
//     keys    16 slots beside each other: (4, steps, 16) words, a step being one number of each slot's key, or two
//     values  (steps, width) words, a step being one slot, or two, and the width whole lines of the cache
//
// With numbers of 8 bits a page is that of BF16 with bytes in place of halves, and behind it the scales, one for each block of 32 numbers
// of a slot: (4, blocks, 16) of keys, (slots, blocks) of values. It becomes one of BF16 before it is used.
//
// So a vector of slots, or one of a value's numbers, is multiplied by what is the same for all its lanes, step after step.
#ifndef ESPALIER_PAGES_H
#define ESPALIER_PAGES_H

#include "variants.h"

enum { PAGE_SLOTS = ESPALIER_PAGE_SLOTS, SLOTS_BESIDE = 16 };

// Numbers in a word, once it is used.
INLINE int together(const int kind) { return kind == ESPALIER_KEPT_F32 ? 1 : 2; }

INLINE int64_t key_steps(const int kind, int64_t width) { return (width + together(kind) - 1) / together(kind); }
INLINE int64_t value_steps(const int kind, int64_t slots) { return (slots + together(kind) - 1) / together(kind); }
INLINE int64_t value_words(int64_t width) { return (width + 15) / 16 * 16; }

INLINE int64_t words_of_keys(const int kind, int64_t width) { return PAGE_SLOTS * key_steps(kind, width); }

// Of a page of singles or BF16.
INLINE int64_t words_of_used_page(const int kind, int64_t width) {
    return words_of_keys(kind, width) + value_steps(kind, PAGE_SLOTS) * value_words(width);
}

// Numbers that share a scale, and how many times so many a key and a value have.
enum { SCALED_TOGETHER = 32 };
INLINE int64_t key_blocks(int64_t width) { return (width + SCALED_TOGETHER - 1) / SCALED_TOGETHER; }
INLINE int64_t value_blocks(int64_t width) { return (value_words(width) + SCALED_TOGETHER - 1) / SCALED_TOGETHER; }

// Where the scales of a page of bytes begin, in words.
INLINE int64_t place_of_key_scales(int64_t width) { return words_of_used_page(ESPALIER_KEPT_BF16, width) / 2; }
INLINE int64_t place_of_value_scales(int64_t width) { return place_of_key_scales(width) + PAGE_SLOTS * key_blocks(width); }

INLINE int64_t words_of_page(const int kind, int64_t width) {
    if (kind != ESPALIER_KEPT_Q8) return words_of_used_page(kind, width);
    return place_of_value_scales(width) + PAGE_SLOTS * value_blocks(width);
}

// The scale of a block of a slot's key.
INLINE int64_t place_of_key_scale(int64_t width, int64_t slot, int64_t block) {
    return place_of_key_scales(width) + (slot / SLOTS_BESIDE * key_blocks(width) + block) * SLOTS_BESIDE + slot % SLOTS_BESIDE;
}

// The first word of a slot's key; the next step's is SLOTS_BESIDE words further.
INLINE int64_t place_of_key(const int kind, int64_t width, int64_t slot) {
    return slot / SLOTS_BESIDE * SLOTS_BESIDE * key_steps(kind, width) + slot % SLOTS_BESIDE;
}

#endif
