// Checks the blocks of GGUF files: widened they have the bits of plain decoders, one number at a time, and a product has those of
// the product with singles of the same numbers.
//
// The layouts are ggml's (ggml-common.h). A product and a sum are rounded one after the other there, so they must not be fused
// here.
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static float half(const uint8_t *p) {
    const uint32_t bits = (uint32_t)p[0] | (uint32_t)p[1] << 8;
    const uint32_t sign = (bits & 0x8000u) << 16, magnitude = (bits & 0x7fffu) << 13;
    float scaled;
    memcpy(&scaled, &magnitude, 4);
    scaled *= 0x1p112f;  // rebases the exponent, denormals included
    uint32_t result;
    memcpy(&result, &scaled, 4);
    if ((bits & 0x7c00u) == 0x7c00u) result = magnitude | 0x7f800000u;
    result |= sign;
    float number;
    memcpy(&number, &result, 4);
    return number;
}

// Numbers j and j + 16 of 32 share a byte.
static int nibble(const uint8_t *bytes, int j) { return j < 16 ? bytes[j] & 15 : bytes[j - 16] >> 4; }

static uint32_t word(const uint8_t *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void q4_0(const uint8_t *b, float *y) {
    const float d = half(b);
    for (int j = 0; j < 32; j++) y[j] = d * (float)(nibble(b + 2, j) - 8);
}

static void q4_1(const uint8_t *b, float *y) {
    const float d = half(b), m = half(b + 2);
    for (int j = 0; j < 32; j++) y[j] = d * (float)nibble(b + 4, j) + m;
}

static void q5_0(const uint8_t *b, float *y) {
    const float d = half(b);
    const uint32_t high = word(b + 2);
    for (int j = 0; j < 32; j++) y[j] = d * (float)((nibble(b + 6, j) | (int)(high >> j & 1) << 4) - 16);
}

static void q5_1(const uint8_t *b, float *y) {
    const float d = half(b), m = half(b + 2);
    const uint32_t high = word(b + 4);
    for (int j = 0; j < 32; j++) y[j] = d * (float)(nibble(b + 8, j) | (int)(high >> j & 1) << 4) + m;
}

static void q8_0(const uint8_t *b, float *y) {
    const float d = half(b);
    for (int j = 0; j < 32; j++) y[j] = d * (float)(int8_t)b[2 + j];
}

static void q2_k(const uint8_t *b, float *y) {
    const uint8_t *scales = b, *q = b + 16;
    const float d = half(b + 80), dmin = half(b + 82);
    for (int j = 0; j < 256; j++) {
        const int part = j / 16, scale = scales[part];
        const int bits = q[j / 128 * 32 + j % 32] >> 2 * (j % 128 / 32) & 3;
        const float dl = d * (float)(scale & 15), ml = dmin * (float)(scale >> 4);
        y[j] = dl * (float)bits - ml;
    }
}

static void q3_k(const uint8_t *b, float *y) {
    const uint8_t *high = b, *q = b + 32, *scales = b + 96;
    const float d = half(b + 108);
    for (int j = 0; j < 256; j++) {
        const int part = j / 16;
        const int low = part < 8 ? scales[part] & 15 : scales[part - 8] >> 4;
        const int scale = (low | (scales[8 + part % 4] >> 2 * (part / 4) & 3) << 4) - 32;
        const int bits = q[j / 128 * 32 + j % 32] >> 2 * (j % 128 / 32) & 3;
        const int missing = (high[j % 32] >> j / 32 & 1) ^ 1;
        y[j] = d * (float)scale * (float)(bits - 4 * missing);
    }
}

// The scale and the minimum of one of the eight parts of Q4_K and Q5_K, 6 bits each.
static void scale_and_minimum(const uint8_t *s, int part, int *scale, int *minimum) {
    if (part < 4) {
        *scale = s[part] & 63;
        *minimum = s[part + 4] & 63;
    } else {
        *scale = (s[part + 4] & 15) | (s[part - 4] >> 6) << 4;
        *minimum = s[part + 4] >> 4 | (s[part] >> 6) << 4;
    }
}

static void q4_or_5_k(const uint8_t *b, const uint8_t *high, const uint8_t *q, float *y) {
    const float d = half(b), dmin = half(b + 2);
    for (int part = 0; part < 8; part++) {
        int scale, minimum;
        scale_and_minimum(b + 4, part, &scale, &minimum);
        const float dl = d * (float)scale, ml = dmin * (float)minimum;
        for (int j = 0; j < 32; j++) {
            const int low = q[part / 2 * 32 + j] >> 4 * (part % 2) & 15;
            const int bits = high ? low | (high[j] >> part & 1) << 4 : low;
            y[32 * part + j] = dl * (float)bits - ml;
        }
    }
}

static void q4_k(const uint8_t *b, float *y) { q4_or_5_k(b, 0, b + 16, y); }
static void q5_k(const uint8_t *b, float *y) { q4_or_5_k(b, b + 16, b + 48, y); }

static void q6_k(const uint8_t *b, float *y) {
    const uint8_t *low = b, *high = b + 128, *scales = b + 192;
    const float d = half(b + 208);
    for (int j = 0; j < 256; j++) {
        const int group = j / 128, place = j % 128;
        const int bits = (low[64 * group + place % 64] >> 4 * (place / 64) & 15)
            | (high[32 * group + place % 32] >> 2 * (place / 32) & 3) << 4;
        y[j] = d * (float)(int8_t)scales[j / 16] * (float)(bits - 32);
    }
}

static const int8_t iq4_values[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

static void iq4_nl(const uint8_t *b, float *y) {
    const float d = half(b);
    for (int j = 0; j < 32; j++) y[j] = d * (float)iq4_values[nibble(b + 2, j)];
}

static void iq4_xs(const uint8_t *b, float *y) {
    const float d = half(b);
    const uint32_t high = (uint32_t)b[2] | (uint32_t)b[3] << 8;
    for (int part = 0; part < 8; part++) {
        const int low = b[4 + part / 2] >> 4 * (part % 2) & 15;
        const float dl = d * (float)((low | (int)(high >> 2 * part & 3) << 4) - 32);
        for (int j = 0; j < 32; j++) y[32 * part + j] = dl * (float)iq4_values[nibble(b + 8 + 16 * part, j)];
    }
}

static const int8_t mxfp4_values[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

// Half of 2 to the power of e - 127: the values are twice those of the format.
static void mxfp4(const uint8_t *b, float *y) {
    const uint32_t bits = b[0] < 2 ? 0x00200000u << b[0] : (uint32_t)(b[0] - 1) << 23;
    float d;
    memcpy(&d, &bits, 4);
    for (int j = 0; j < 32; j++) y[j] = d * (float)mxfp4_values[nibble(b + 1, j)];
}

// How a format is decoded, and where its scales lie in a block: halves, up to two. Where there are minima, they and the scales are
// the first and the last so many bytes.
static const struct decoder {
    void (*decode)(const uint8_t *, float *);
    int format, scales, first_scale, first_bytes, last_bytes;
} decoders[] = {
    {q4_0, ESPALIER_Q4_0, 1, 0, 0, 0},     {q4_1, ESPALIER_Q4_1, 2, 0, 4, 0},     {q5_0, ESPALIER_Q5_0, 1, 0, 0, 0},
    {q5_1, ESPALIER_Q5_1, 2, 0, 4, 0},     {q8_0, ESPALIER_Q8_0, 1, 0, 0, 0},     {q2_k, ESPALIER_Q2_K, 2, 80, 16, 4},
    {q3_k, ESPALIER_Q3_K, 1, 108, 0, 0},   {q4_k, ESPALIER_Q4_K, 2, 0, 16, 0},     {q5_k, ESPALIER_Q5_K, 2, 0, 16, 0},
    {q6_k, ESPALIER_Q6_K, 1, 208, 0, 0},   {iq4_nl, ESPALIER_IQ4_NL, 1, 0, 0, 0}, {iq4_xs, ESPALIER_IQ4_XS, 1, 0, 0, 0},
    {mxfp4, ESPALIER_MXFP4, 0, 0, 0, 0},
};

void decode_block(int format, const uint8_t *block, float *numbers) {
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++)
        if (decoders[i].format == format) decoders[i].decode(block, numbers);
}

int is_of_blocks(int format) {
    const struct espalier_format *f = espalier_format(format);
    return f->block_numbers > 1 && f->rows_together == 1;
}

// Codes as large as they are, at random scales.
static void store_largest_blocks(const struct decoder *d, uint8_t *place, int64_t blocks) {
    const int size = espalier_format(d->format)->block_bytes;
    memset(place, 0xff, (size_t)(blocks * size));
    for (int64_t b = 0; b < blocks; b++, place += size) {
        // Q8_0 has signs.
        if (d->format == ESPALIER_Q8_0) memset(place, b % 2 ? 0x7f : 0x80, (size_t)size);
        for (int i = 0; i < d->scales; i++) {
            const uint16_t scale = (uint16_t)(0x2c00 + (random_number() + 1) * 255);
            memcpy(place + d->first_scale + 2 * i, &scale, 2);
        }
        if (d->scales == 0) place[0] = 120;
    }
}

// Random bits, but scales that are neither infinite nor NaN, nor so large that sums are.
static void store_random_blocks(const struct decoder *d, uint8_t *place, int64_t blocks) {
    const int size = espalier_format(d->format)->block_bytes;
    for (int64_t b = 0; b < blocks; b++, place += size) {
        for (int i = 0; i < size; i++) place[i] = (uint8_t)((random_number() + 1) * 127.99f);
        for (int i = 0; i < d->scales; i++) place[d->first_scale + 2 * i + 1] &= 0xbf;
        if (d->scales == 0) place[0] = b % 7 == 0 ? (uint8_t)(b % 3) : (uint8_t)(100 + place[0] % 40);
    }
}

static void check_blocks_of(const struct decoder *d, int64_t rows, int64_t depth, int64_t shift) {
    const struct espalier_format *format = espalier_format(d->format);
    const int64_t size = espalier_weight_bytes(d->format, rows, depth), blocks = rows * depth / format->block_numbers;
    uint8_t *memory = bytes(shift + size), *place = memory + shift;
    float *numbers = bytes(4 * rows * depth), *row = bytes(4 * depth);
    store_random_blocks(d, place, blocks);
    for (int64_t b = 0; b < blocks; b++) d->decode(place + b * format->block_bytes, numbers + b * format->block_numbers);
    for (int64_t r = 0; r < rows; r++) {
        espalier_widen_row(place, d->format, r, row, depth);
        expect(memcmp(row, numbers + r * depth, (size_t)(4 * depth)) == 0, "widening blocks", d->format, depth, r);
    }
    const int64_t counts[] = {1, 2, 3, 7, 16, 50, 101};
    for (int c = 0; c < 7; c++) {
        const int64_t count = counts[c];
        float *input = random_numbers(count * depth), *output = bytes(4 * count * rows), *expected = bytes(4 * count * rows);
        struct espalier_factor factor = {place, output, rows}, plain = {numbers, expected, rows};
        for (int rounding = 0; rounding < ESPALIER_ROUNDINGS; rounding++) {
            memset(output, 0xff, (size_t)(4 * count * rows));
            espalier_matrix_products(&factor, 1, d->format, rounding, input, depth, count);
            espalier_matrix_products(&plain, 1, ESPALIER_F32, rounding, input, depth, count);
            const int same = memcmp(output, expected, (size_t)(4 * count * rows)) == 0;
            expect(same, "product of blocks", 10 * d->format + rounding, depth, count);
        }
        free(input);
        free(output);
        free(expected);
    }
    free(memory);
    free(numbers);
    free(row);
}

// Rearranged, they are the same numbers, and a product is what their sums are.
static void check_panels_of(
    const struct decoder *d, int64_t rows, int64_t depth, int64_t shift, int64_t most, int are_largest) {
    const struct espalier_format *format = espalier_format(d->format);
    const int panels = espalier_panels_of(d->format), size = format->block_bytes, number = format->block_numbers;
    const int64_t packed = espalier_weight_bytes(panels, rows, depth);
    struct weights w = {bytes(shift + packed), NULL, bytes(8 * rows * depth), NULL, panels, rows, depth};
    uint8_t *blocks = bytes(espalier_weight_bytes(d->format, rows, depth));
    float *numbers = bytes(4 * rows * depth), *minima = bytes(4 * number), *row = bytes(4 * depth);
    w.stored = w.memory + shift;
    if (d->first_bytes > 0) w.reach = bytes(8 * rows * depth);
    if (are_largest) store_largest_blocks(d, blocks, rows * depth / number);
    else store_random_blocks(d, blocks, rows * depth / number);
    for (int64_t b = 0; b < rows * depth / number; b++) {
        uint8_t *block = blocks + b * size;
        d->decode(block, numbers + b * number);
        if (!w.reach) continue;
        // What is left of a block without the numbers' own bits are its minima.
        uint8_t without[256] = {0};
        memcpy(without, block, (size_t)d->first_bytes);
        memcpy(without + size - d->last_bytes, block + size - d->last_bytes, (size_t)d->last_bytes);
        d->decode(without, minima);
        for (int i = 0; i < number; i++)
            w.reach[b * number + i] = fabs((double)numbers[b * number + i] - minima[i]) + fabs((double)minima[i]);
    }
    for (int64_t i = 0; i < rows * depth; i++) w.values[i] = numbers[i];
    memset(w.memory, 0, (size_t)(shift + packed));
    espalier_pack(blocks, d->format, w.memory + shift, rows, depth);
    for (int64_t r = 0; r < rows; r++) {
        espalier_widen_row(w.stored, panels, r, row, depth);
        expect(memcmp(row, numbers + r * depth, (size_t)(4 * depth)) == 0, "widening panels", d->format, depth, r);
    }
    for (int64_t count = 1; count <= most; count += count < 14 ? 1 : 17)
        for (int rounding = 0; rounding < ESPALIER_ROUNDINGS; rounding++)
            check_product_of(&w, rounding, count, count % 5 == 4);
    for (int rounding = 0; are_largest && rounding < ESPALIER_ROUNDINGS; rounding++) check_largest_product_of(&w, rounding);
    free(blocks);
    free(numbers);
    free(minima);
    free(row);
    release(w);
}

void check_blocks(void) {
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++) {
        const int64_t block = espalier_format(decoders[i].format)->block_numbers;
        check_blocks_of(&decoders[i], 1, block, 0);
        check_blocks_of(&decoders[i], 7, 3 * block, 1);
        check_blocks_of(&decoders[i], 59, block == 32 ? 288 : 512, 2);
        if (!is_short) check_blocks_of(&decoders[i], 34, 1280, 5);
        check_panels_of(&decoders[i], 35, 2 * block, 0, 2, 1);
        check_panels_of(&decoders[i], 1, block, 0, 3, 0);
        check_panels_of(&decoders[i], 16, block == 32 ? 288 : 256, 1, 20, 0);
        check_panels_of(&decoders[i], 53, block == 32 ? 96 : 512, 2, 14, 0);
        check_panels_of(&decoders[i], 39, 768, 3, is_short ? 7 : 101, 0);
    }
}
