// Keys and values on their way to and from pages.
#include "pages.h"

#include <string.h>

int64_t espalier_page_bytes(int kind, int64_t width) { return 4 * words_of_page(kind, width); }

// Rounded to BF16, the even one of two that are as near; a NaN stays one.
static uint32_t upper_half(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    if (x != x) return bits >> 16 | 0x40;
    return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

static uint32_t bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return bits;
}

void espalier_keep_slot(int kind, void *page, int64_t slot, const float *key, const float *value, int64_t width) {
    uint32_t *keys = (uint32_t *)page + place_of_key(kind, width, slot);
    uint32_t *values = (uint32_t *)page + words_of_keys(kind, width) + slot / together(kind) * value_words(width);
    if (kind == ESPALIER_KEPT_F32) {
        for (int64_t i = 0; i < width; i++) keys[i * SLOTS_BESIDE] = bits_of(key[i]);
        memcpy(values, value, (size_t)(4 * width));
        return;
    }
    for (int64_t i = 0; i < width; i += 2) {
        const uint32_t second = i + 1 < width ? upper_half(key[i + 1]) : 0;
        keys[i / 2 * SLOTS_BESIDE] = upper_half(key[i]) | second << 16;
    }
    for (int64_t i = 0; i < width; i++)
        values[i] = slot % 2 == 0 ? upper_half(value[i]) : (values[i] & 0xffff) | upper_half(value[i]) << 16;
}

void espalier_move_slot(int kind, void *page, int64_t slot, const void *source, int64_t source_slot, int64_t width) {
    const int64_t steps = key_steps(kind, width), words = value_words(width);
    uint32_t *keys = (uint32_t *)page + place_of_key(kind, width, slot);
    const uint32_t *source_keys = (const uint32_t *)source + place_of_key(kind, width, source_slot);
    for (int64_t i = 0; i < steps; i++) keys[i * SLOTS_BESIDE] = source_keys[i * SLOTS_BESIDE];
    uint32_t *values = (uint32_t *)page + words_of_keys(kind, width) + slot / together(kind) * words;
    const uint32_t *from = (const uint32_t *)source + words_of_keys(kind, width) + source_slot / together(kind) * words;
    if (kind == ESPALIER_KEPT_F32) {
        memcpy(values, from, (size_t)(4 * width));
        return;
    }
    const int shift = source_slot % 2 * 16;
    for (int64_t i = 0; i < width; i++) {
        const uint32_t half = from[i] >> shift & 0xffff;
        values[i] = slot % 2 == 0 ? half : (values[i] & 0xffff) | half << 16;
    }
}
