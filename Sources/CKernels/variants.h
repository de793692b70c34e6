// The kernels of the processor's variants, and the choice among them.
#ifndef ESPALIER_VARIANTS_H
#define ESPALIER_VARIANTS_H

#include "CKernels.h"

#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

// Loops over a tile's rows, whose sums are to stay in registers, and around them.
#define UNROLLED _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)")
#define TWICE _Pragma("clang loop unroll_count(2)")

// 8-bit weights lie in panels of 16 rows, of which the last may be unused, so that one instruction multiplies a pair of the
// input's numbers by all of them. A panel holds, for every 32 columns, eight groups of four columns, (16 rows, 4 columns)
// each, every number plus 128 as a byte without sign; then the scales of the 16 rows, each the upper half of a single. Of
// four columns the first two lie in even bytes, the last two in odd ones: to 16 bits they take but a mask and a shift.
enum {
    PANEL_ROWS = 16,
    PANEL_OFFSET = 128,
    BLOCK_NUMBERS = 32,
    PANEL_NUMBERS = PANEL_ROWS * BLOCK_NUMBERS,
    PANEL_BLOCK_BYTES = PANEL_NUMBERS + 2 * PANEL_ROWS,
};

INLINE int64_t block_count(int64_t depth) { return (depth + BLOCK_NUMBERS - 1) / BLOCK_NUMBERS; }

// The place of a row's number in a panel's block.
INLINE int64_t place_in_panel(int64_t row, int64_t column) {
    return PANEL_ROWS * (column & ~3) + 4 * row + (column & 1) * 2 + (column >> 1 & 1);
}

INLINE int64_t panel_bytes(int64_t depth) { return block_count(depth) * PANEL_BLOCK_BYTES; }

// The bytes of a row of a type that stores rows one after the other, or of a part of it.
INLINE int64_t row_bytes(int type, int64_t count) { return type == ESPALIER_F32 ? 4 * count : 2 * count; }

// Accumulators of the largest tile; an even number.
enum { MOST_SUMS = 24 };

// Rows up to here are so short that what follows a tile's products weighs much: fewer sums are done sooner.
enum { SHALLOW_DEPTH = 1024 };

// The numbers of an input row that is arranged for a product: whole pairs of vectors in every variant.
INLINE int64_t arranged_depth(int64_t depth) { return (depth + 31) / 32 * 32; }

// The bytes of an input row as the product with a type takes it.
INLINE int64_t input_bytes(int type, int64_t depth) {
    return (type == ESPALIER_BF16_PAIRS ? 2 : 4) * arranged_depth(depth);
}

// A number of a product's tiles, one below the other; `next` are the weight rows to ask memory for meanwhile.
typedef void tile_function(
    const char *weights, const char *input, float *output, int64_t rows, int64_t depth, const char *next, int64_t number);

// Tiles of some rows and of one input row and more, by their share of the asking.
struct tile_family {
    int rows;
    tile_function *tiles[4][6];
};

// Input rows of a variant's largest tile.
#define MOST_INPUTS(type, depth, count) (IS_SPECIAL(type, depth, count) ? SPECIAL_INPUTS(type) : TILE_INPUTS(type))

// How many input rows the tile has that begins with the row `first`: all tiles together have `count` of them, each about as many
// as the others and at most `most`.
INLINE int64_t inputs_of_tile(int64_t count, int64_t first, int64_t most) {
    const int64_t left = count - first, tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
}

// The tile with the input row c.
struct tile_place {
    int64_t first, inputs;
};

INLINE struct tile_place place_in_tile(int64_t count, int64_t c, int64_t most) {
    const int64_t tiles = (count + most - 1) / most, fewer = count / tiles;
    const int64_t end = count % tiles * (fewer + 1);  // of the first tiles, which have one row more than the others
    if (c < end) return (struct tile_place){c - c % (fewer + 1), fewer + 1};
    return (struct tile_place){c - (c - end) % fewer, fewer};
}

// Among how many tiles of input rows a tile shares the asking for the next weight rows: the first ones do, at most `sharers`;
// 0 for later ones.
INLINE int share_of(int64_t tile, int64_t tiles, const int sharers) {
    return tile >= sharers ? 0 : tiles < sharers ? (int)tiles : sharers;
}

// How many of the next R weight rows it asks for.
INLINE int rows_ahead(int share, int R) { return share == 0 ? 0 : (R + share - 1) / share; }

// The first of them.
INLINE int64_t first_ahead(int64_t tile, int share, int R) {
    const int ahead = rows_ahead(share, R);
    return tile * ahead < R - ahead ? tile * ahead : R - ahead;
}

// Which byte a tile asks for `offset` bytes into its own rows. All of the next rows are asked for one after the other, which
// memory delivers fastest; where several tiles share them, there is time for the order in which they will be read.
INLINE int64_t ahead_of(int64_t offset, int64_t row, int64_t stride, const int R, const int ahead) {
    return ahead == R ? R * offset + 64 * row : row * stride + offset;
}

// The inner numbers that are multiplied before others, where rows are longer: 4 KB of an input row, so that a tile's rows stay
// in the first-level cache.
INLINE int64_t inner_part(int type) { return type == ESPALIER_BF16_PAIRS ? 2048 : 1024; }

enum { MOST_GROUPS = 8 };

// How many groups of weight rows are multiplied by one tile of input rows after the other: one where the first-level cache
// holds both, so that the weights stay there from one tile to the next; else as many as make good use of the part of the
// input that is there, and leave the second-level cache room for the next ones.
INLINE int64_t groups_of_block(int type, int rows, int64_t depth) {
    enum { BLOCK_BYTES = 192 << 10 };
    const int64_t groups = BLOCK_BYTES / (rows * row_bytes(type, depth));
    if (depth <= inner_part(type) || groups < 1) return 1;
    return groups < MOST_GROUPS ? groups : MOST_GROUPS;
}

// See espalier_attention; `heads_together`, which divide those of a group, of `rows_together` are computed at a time: at most
// ESPALIER_QUERIES_TOGETHER in all.
struct attention {
    const float *queries, *keys, *values;
    const int32_t *leading, *starts, *slots;
    float *output;
    int64_t rows, heads, groups, capacity, width, heads_together, rows_together;
    float scale;
};

// Brings the input rows begin ..< end of `count` into the order in which a product with a type reads them.
typedef void arrange_function(
    const float *input, int type, void *arranged, int64_t depth, int64_t count, int64_t begin, int64_t end);

struct kernels {
    const char *variant;
    // What the processor has, by which loops choose that are compiled for fewer variants: singles in a vector; whether one
    // instruction multiplies pairs in BF16, and whether one adds up products of whole numbers.
    int lanes, multiplies_pairs, adds_products;
    arrange_function *arrange, *arrange_rounded, *arrange_panels;
    void (*matrix_product)(
        const void *, int, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*rounded_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
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
