// Rearranges the blocks of GGUF files for products: panels.h says how. Done once, when a model is opened.
#include "panels.h"
#include "pool.h"

#include <string.h>

// A block of 32 numbers of one row as its format has it: their bits, and the scales of its parts, minima likewise.
struct raw_block {
    uint8_t codes[BLOCK_NUMBERS];
    uint8_t scales[4], minima[4];  // halves, or a byte for each part
};

typedef void read_function(const uint8_t *block, int part, struct raw_block *raw);

static void read_nibbles(const uint8_t *bytes, uint8_t *codes) {
    for (int j = 0; j < 16; j++) {
        codes[j] = bytes[j] & 15;
        codes[16 + j] = bytes[j] >> 4;
    }
}

// 32 numbers whose bytes are shared with others of the block.
static void read_shared(const uint8_t *bytes, int shift, int mask, uint8_t *codes) {
    for (int j = 0; j < 32; j++) codes[j] = (uint8_t)(bytes[j] >> shift & mask);
}

static void read_fifth_bits(const uint8_t *bytes, uint8_t *codes) {
    for (int j = 0; j < 32; j++) codes[j] = (uint8_t)(codes[j] | (bytes[j / 8] >> j % 8 & 1) << 4);
}

static void read_Q4_0(const uint8_t *b, int part, struct raw_block *raw) {
    (void)part;
    memcpy(raw->scales, b, 2);
    read_nibbles(b + 2, raw->codes);
}

static void read_Q4_1(const uint8_t *b, int part, struct raw_block *raw) {
    (void)part;
    memcpy(raw->scales, b, 2);
    memcpy(raw->minima, b + 2, 2);
    read_nibbles(b + 4, raw->codes);
}

static void read_Q5_0(const uint8_t *b, int part, struct raw_block *raw) {
    (void)part;
    memcpy(raw->scales, b, 2);
    read_nibbles(b + 6, raw->codes);
    read_fifth_bits(b + 2, raw->codes);
}

static void read_Q5_1(const uint8_t *b, int part, struct raw_block *raw) {
    (void)part;
    memcpy(raw->scales, b, 2);
    memcpy(raw->minima, b + 2, 2);
    read_nibbles(b + 8, raw->codes);
    read_fifth_bits(b + 4, raw->codes);
}

static void read_Q8_0(const uint8_t *b, int part, struct raw_block *raw) {
    (void)part;
    memcpy(raw->scales, b, 2);
    for (int j = 0; j < 32; j++) raw->codes[j] = b[2 + j] ^ 0x80;
}

static void read_Q2_K(const uint8_t *b, int part, struct raw_block *raw) {
    memcpy(raw->scales, b + 2 * part, 2);
    read_shared(b + 16 + part / 4 * 32, part % 4 * 2, 3, raw->codes);
}

static void read_Q3_K(const uint8_t *b, int part, struct raw_block *raw) {
    const uint8_t *packed = b + 96;
    for (int i = 0; i < 2; i++) {
        const int place = 2 * part + i, low = place < 8 ? packed[place] & 15 : packed[place - 8] >> 4;
        raw->scales[i] = (uint8_t)((low | (packed[8 + place % 4] >> 2 * (place / 4) & 3) << 4) - 32);
    }
    read_shared(b + 32 + part / 4 * 32, part % 4 * 2, 3, raw->codes);
    for (int j = 0; j < 32; j++) raw->codes[j] = (uint8_t)(raw->codes[j] | (b[j] >> part & 1) << 2);
}

// The six bits each of a scale and a minimum of Q4_K and Q5_K.
static void read_six_bits(const uint8_t *s, int part, struct raw_block *raw) {
    if (part < 4) {
        raw->scales[0] = s[part] & 63;
        raw->minima[0] = s[part + 4] & 63;
    } else {
        raw->scales[0] = (uint8_t)((s[part + 4] & 15) | s[part - 4] >> 6 << 4);
        raw->minima[0] = (uint8_t)(s[part + 4] >> 4 | s[part] >> 6 << 4);
    }
}

static void read_Q4_K(const uint8_t *b, int part, struct raw_block *raw) {
    read_six_bits(b + 4, part, raw);
    read_shared(b + 16 + part / 2 * 32, part % 2 * 4, 15, raw->codes);
}

static void read_Q5_K(const uint8_t *b, int part, struct raw_block *raw) {
    read_six_bits(b + 4, part, raw);
    read_shared(b + 48 + part / 2 * 32, part % 2 * 4, 15, raw->codes);
    for (int j = 0; j < 32; j++) raw->codes[j] = (uint8_t)(raw->codes[j] | (b[16 + j] >> part & 1) << 4);
}

static void read_Q6_K(const uint8_t *b, int part, struct raw_block *raw) {
    const int half = part / 4, quarter = part % 4;
    const uint8_t *low = b + 64 * half + 32 * (quarter % 2), *high = b + 128 + 32 * half;
    memcpy(raw->scales, b + 192 + 2 * part, 2);
    read_shared(low, quarter / 2 * 4, 15, raw->codes);
    for (int j = 0; j < 32; j++) raw->codes[j] = (uint8_t)(raw->codes[j] | (high[j] >> 2 * quarter & 3) << 4);
}

static void read_IQ4_NL(const uint8_t *b, int part, struct raw_block *raw) { read_Q4_0(b, part, raw); }

static void read_IQ4_XS(const uint8_t *b, int part, struct raw_block *raw) {
    const int low = b[4 + part / 2] >> 4 * (part % 2) & 15, high = b[2 + part / 4] >> 2 * (part % 4) & 3;
    raw->scales[0] = (uint8_t)((low | high << 4) - 32);
    read_nibbles(b + 8 + 16 * part, raw->codes);
}

static void read_MXFP4(const uint8_t *b, int part, struct raw_block *raw) {
    (void)part;
    raw->scales[0] = b[0];
    read_nibbles(b + 1, raw->codes);
}

// Where the halves are by which the scales and minima of a block's parts are multiplied.
static void place_tops(int format, const uint8_t *b, uint8_t *tops, int64_t row) {
    const int place = format == ESPALIER_Q2_K ? 80 : format == ESPALIER_Q3_K ? 108 : format == ESPALIER_Q6_K ? 208 : 0;
    memcpy(tops + 2 * row, b + place, 2);
    if (format == ESPALIER_Q2_K || format == ESPALIER_Q4_K || format == ESPALIER_Q5_K)
        memcpy(tops + 2 * PANEL_ROWS + 2 * row, b + place + 2, 2);
}

// The column of four that a byte of a word stands for.
static const int order[4] = {0, 2, 1, 3};

// `bits` of every code from bit `low` on, in words of which each takes as many columns as it has room for.
static void place_bits(const uint8_t *codes, int bits, int low, uint8_t *place, int64_t row) {
    const int columns = 32 / bits;
    for (int w = 0; w < BLOCK_NUMBERS / columns; w++)
        for (int i = 0; i < 4; i++) {
            int byte = 0;
            for (int g = 0; g < 8 / bits; g++) {
                // Four bits: the second half of the columns lies above the first. Less: four columns after four.
                const int column = bits == 4 ? 16 * g + 4 * w : columns * w + 4 * g;
                byte |= (codes[column + order[i]] >> low & ((1 << bits) - 1)) << bits * g;
            }
            place[4 * PANEL_ROWS * w + 4 * row + i] = (uint8_t)byte;
        }
}

INLINE void place_block(
    const struct panel_layout l, const struct raw_block *raw, uint8_t *panel, int block, int64_t row) {
    uint8_t *codes = panel + block * code_bytes(l), *scales = panel + place_of_scales(l) + block * scale_bytes(l);
    const int low = l.bits == 8 ? 8 : l.bits >= 4 ? 4 : 2;
    place_bits(raw->codes, low, 0, codes, row);
    if (l.bits > low) place_bits(raw->codes, l.bits - low, low, codes + 4 * PANEL_ROWS * low, row);
    const int64_t size = l.scales == HALVES ? 2 : 1;
    for (int part = 0; part < l.parts; part++) {
        uint8_t *place = scales + PANEL_ROWS * part + size * row;
        memcpy(place, raw->scales + part, (size_t)size);
        if (l.minima != 0 && l.scales != NIBBLES)
            memcpy(place + l.blocks * scale_bytes(l), raw->minima + part, (size_t)size);
    }
}

struct packing {
    int format;
    const uint8_t *source;
    uint8_t *panels;
    int64_t depth;
};

INLINE void pack_row(
    const struct packing *p, const struct panel_layout l, read_function *read, int64_t bytes, int64_t row) {
    const uint8_t *source = p->source + row * row_bytes(p->format, p->depth);
    uint8_t *panel = p->panels + row / PANEL_ROWS * PANEL_ROWS * row_bytes(espalier_panels_of(p->format), p->depth);
    for (int64_t k = 0; k < p->depth; k += BLOCK_NUMBERS * l.blocks, source += bytes, panel += layout_bytes(l)) {
        for (int block = 0; block < l.blocks; block++) {
            struct raw_block raw;
            read(source, block, &raw);
            place_block(l, &raw, panel, block, row % PANEL_ROWS);
        }
        if (l.blocks > 1) place_tops(p->format, source, panel + place_of_tops(l), row % PANEL_ROWS);
    }
}

static void packing_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct packing *p = context;
    (void)worker;
    switch (p->format) {
#define ROW(name, ...) \
    case ESPALIER_##name: \
        for (int64_t r = begin; r < end; r++) \
            pack_row(p, layout_of_##name, read_##name, BYTES_OF_##name, r); \
        break;
        ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
        default: break;
    }
}

void espalier_pack(const void *source, int format, void *panels, int64_t rows, int64_t depth) {
    struct packing packing = {format, source, panels, depth};
    // Rows of a panel share lines of the cache: one thread writes them.
    espalier_parallel(rows, PANEL_ROWS, ESPALIER_MOST_THREADS, packing_part, &packing);
}
