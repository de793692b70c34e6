// The kernels of the processor's variants, and the choice among them.
#ifndef ESPALIER_VARIANTS_H
#define ESPALIER_VARIANTS_H

#include "CKernels.h"

#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

// 8-bit weights lie in panels of 16 rows, of which the last may be unused, so that one instruction multiplies a number of
// the input by all of them. A panel holds, for every 32 columns, eight groups of four columns, (16 rows, 4 columns) each,
// every number plus 128 as a byte without sign; then the scales of the 16 rows, each the upper half of a single.
enum {
    PANEL_ROWS = 16,
    PANEL_OFFSET = 128,
    BLOCK_NUMBERS = 32,
    PANEL_NUMBERS = PANEL_ROWS * BLOCK_NUMBERS,
    PANEL_BLOCK_BYTES = PANEL_NUMBERS + 2 * PANEL_ROWS,
};

INLINE int64_t block_count(int64_t depth) { return (depth + BLOCK_NUMBERS - 1) / BLOCK_NUMBERS; }

INLINE int64_t panel_bytes(int64_t depth) { return block_count(depth) * PANEL_BLOCK_BYTES; }

// The bytes of a row of a type that stores rows one after the other, or of a part of it.
INLINE int64_t row_bytes(int type, int64_t count) { return type == ESPALIER_F32 ? 4 * count : 2 * count; }

// Accumulators of the largest tile, in whole groups of those that are added up together.
enum { MOST_SUMS = 24 };

// The numbers of an input row that is arranged for weights in BF16: whole pairs of vectors in every variant.
INLINE int64_t arranged_depth(int64_t depth) { return (depth + 31) / 32 * 32; }

// The bytes of an input row as the product with a type takes it.
INLINE int64_t input_bytes(int type, int64_t depth) {
    if (type == ESPALIER_BF16_PAIRS) return 2 * arranged_depth(depth);
    return 4 * (type == ESPALIER_BF16 ? arranged_depth(depth) : depth);
}

// Which of a tile's weight rows, as bits.
enum { NO_ROWS = 0, EVEN_ROWS = 0x55, ODD_ROWS = 0xaa, ALL_ROWS = 0xff };

// See espalier_attention; `together` heads, which divide those of a group, are computed at a time.
struct attention {
    const float *queries, *keys, *values;
    const int32_t *leading, *starts, *slots;
    float *output;
    int64_t heads, groups, capacity, width, together;
    float scale;
};

struct kernels {
    const char *variant;
    int lanes;  // singles in a vector; loops that are compiled for fewer variants choose by it
    void (*arrange)(const float *, float *, int64_t, int64_t);
    void (*matrix_product)(
        const void *, int, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*arrange_rounded)(const float *, void *, int64_t, int64_t);
    void (*rounded_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*arrange_panels)(const float *, void *, int64_t, int64_t);
    void (*panel_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*widen)(const void *, int, float *, int64_t);
    void (*widen_panel_row)(const char *, int64_t, int64_t, float *);
    void (*quantise)(const void *, int, void *, int64_t, int64_t, int64_t);
    void (*rms_norm)(const float *, const float *, float *, int64_t, int64_t, float);
    void (*rotate)(float *, const float *, const float *, const int32_t *, int64_t, int64_t, int64_t);
    void (*swiglu)(const float *, const float *, float *, int64_t);
    void (*add)(float *, const float *, int64_t);
    void (*attention)(const struct attention *, float *, int64_t, int64_t);
    int64_t (*top_k)(const float *, int64_t, int64_t, int32_t *, float *, float *);
    int (*all_finite)(const float *, int64_t);
};

// The kernels that the calling thread uses; its regions take the choice along to the workers.
const struct kernels *espalier_chosen_kernels(void);

#endif
