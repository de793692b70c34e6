// Keys and values on their way to and from pages.
#include "pages.h"

#include <math.h>
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

// The scale of some numbers: their largest is 127 of it. Not a number where one of them is not finite.
static float scale_of(const float *numbers, int64_t count) {
    float largest = 0;
    for (int64_t i = 0; i < count; i++) {
        const float magnitude = fabsf(numbers[i]);
        if (!(magnitude < INFINITY)) return NAN;
        largest = magnitude > largest ? magnitude : largest;
    }
    return largest / 127;
}

// What a number is kept as; what has no scale that is a number becomes not 0, so that it stays none.
static int8_t whole_of(float number, float scale) {
    if (scale > 0) {
        const float whole = rintf(number / scale);
        return (int8_t)(whole > 127 ? 127 : whole < -127 ? -127 : whole);
    }
    return scale != scale;
}

// Where a slot's bytes are: of keys from number to number, two of a step beside each other, of values likewise.
static int64_t byte_of_key(int64_t width, int64_t slot, int64_t i) {
    return 2 * (place_of_key(ESPALIER_KEPT_BF16, width, slot) + i / 2 * SLOTS_BESIDE) + i % 2;
}
static int64_t byte_of_value(int64_t width, int64_t slot, int64_t i) {
    return 2 * (words_of_keys(ESPALIER_KEPT_BF16, width) + slot / 2 * value_words(width) + i) + slot % 2;
}

// The slot after an even one is multiplied along with it, by 0: it must hold numbers.
static void clear_second(void *page, int64_t slot, int64_t width) {
    if (slot % 2 != 0) return;
    float *scales = (float *)page + place_of_value_scales(width) + (slot + 1) * value_blocks(width);
    memset(scales, 0, (size_t)(4 * value_blocks(width)));
}

static void keep_bytes(void *page, int64_t slot, const float *key, const float *value, int64_t width) {
    int8_t *bytes = page;
    float *words = page;
    clear_second(page, slot, width);
    for (int64_t begin = 0; begin < width; begin += SCALED_TOGETHER) {
        const int64_t block = begin / SCALED_TOGETHER, end = begin + SCALED_TOGETHER < width ? begin + SCALED_TOGETHER : width;
        const float key_scale = scale_of(key + begin, end - begin), value_scale = scale_of(value + begin, end - begin);
        words[place_of_key_scale(width, slot, block)] = key_scale;
        words[place_of_value_scales(width) + slot * value_blocks(width) + block] = value_scale;
        for (int64_t i = begin; i < end; i++) {
            bytes[byte_of_key(width, slot, i)] = whole_of(key[i], key_scale);
            bytes[byte_of_value(width, slot, i)] = whole_of(value[i], value_scale);
        }
    }
}

static void move_bytes(void *page, int64_t slot, const void *source, int64_t source_slot, int64_t width) {
    int8_t *bytes = page;
    float *words = page;
    const int8_t *source_bytes = source;
    const float *source_words = source;
    clear_second(page, slot, width);
    for (int64_t block = 0; block < key_blocks(width); block++)
        words[place_of_key_scale(width, slot, block)] = source_words[place_of_key_scale(width, source_slot, block)];
    memcpy(
        words + place_of_value_scales(width) + slot * value_blocks(width),
        source_words + place_of_value_scales(width) + source_slot * value_blocks(width), (size_t)(4 * value_blocks(width)));
    for (int64_t i = 0; i < width; i++) {
        bytes[byte_of_key(width, slot, i)] = source_bytes[byte_of_key(width, source_slot, i)];
        bytes[byte_of_value(width, slot, i)] = source_bytes[byte_of_value(width, source_slot, i)];
    }
}

void espalier_keep_slot(int kind, void *page, int64_t slot, const float *key, const float *value, int64_t width) {
    if (kind == ESPALIER_KEPT_Q8) return keep_bytes(page, slot, key, value, width);
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
    if (kind == ESPALIER_KEPT_Q8) return move_bytes(page, slot, source, source_slot, width);
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
