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

// Whether a type's weights lie in panels.
INLINE int is_panels(int type) { return type == ESPALIER_Q8 || type == ESPALIER_Q8_BYTES; }

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

// Models with rows up to here are so small that the last-level cache holds them.
enum { NEAR_DEPTH = 512 };

// Weights that are multiplied next are asked for in their order, by all tiles of input rows alike, so that memory delivers them
// all the while: a number of lines of the cache at each step, of which one reads as many lines as a tile has weight rows. From
// memory they are to come to the second-level cache, which can await more lines at a time than the first.
INLINE void ask_for(const char *lines, const int number, int64_t depth) {
    // Each branch counts from its own copy, so that lines are named by their distance from it; else compilers work out every
    // address before they branch.
    __asm__("" : "+r"(lines));
    if (depth <= NEAR_DEPTH) {
        UNROLLED for (int i = 0; i < number; i++) __builtin_prefetch(lines + 64 * i, 0, 3);
    } else {
        __asm__("" : "+r"(lines));
        UNROLLED for (int i = 0; i < number; i++) __builtin_prefetch(lines + 64 * i, 0, 2);
    }
}

// At each step a tile of R rows asks for R lines, or for half or a third of them where so many tiles share the asking, or, where
// more do, for one. Rather too often than too seldom: the last of a tile's lines may be the first of the next one's.
enum { ASKING_SHARES = 4 };

INLINE int share_of(int64_t tiles, int rows) { return tiles >= rows ? 3 : tiles < 3 ? (int)tiles - 1 : 2; }

INLINE int lines_of_share(int share, int rows) { return share == 3 ? 1 : (rows + share) / (share + 1); }

// From which byte on, of those that are next, a tile asks.
INLINE int64_t first_asked(int64_t tile, int64_t tiles, int64_t bytes) { return bytes / tiles * tile; }

// A number of a product's tiles, one below the other; `next` is the first line to ask memory for meanwhile.
typedef void tile_function(
    const char *weights, const char *input, float *output, int64_t rows, int64_t depth, const char *next, int64_t number);

// Tiles of some rows and of one input row and more, by their share of the asking.
struct tile_family {
    int rows;
    tile_function *tiles[ASKING_SHARES][6];
};

// Input rows of a variant's largest tile.
#define MOST_INPUTS(count) (IS_SPECIAL(count) ? SPECIAL_INPUTS : TILE_INPUTS)

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

// The inner numbers that are multiplied before others: with wide vectors all of them, for which the second-level cache delivers
// inputs fast enough; else, where rows are longer, 4 KB of an input row of singles, so that a tile's rows stay in the first.
INLINE int64_t inner_part(const int lanes, int64_t depth) { return lanes == 16 || depth < 1024 ? depth : 1024; }

enum { MOST_GROUPS = 8 };

// How many groups of weight rows, of `stride` bytes each, are multiplied by one tile of input rows after the other: one where
// inner numbers are not parted, so that the weights stay near from one tile to the next; else as many as make good use of the
// part of the input that is there, and leave the second-level cache room for the next ones.
INLINE int64_t groups_of_block(const int lanes, int rows, int64_t stride, int64_t depth) {
    enum { BLOCK_BYTES = 192 << 10 };
    const int64_t groups = BLOCK_BYTES / (rows * stride);
    if (depth <= inner_part(lanes, depth) || groups < 1) return 1;
    return groups < MOST_GROUPS ? groups : MOST_GROUPS;
}

// An attention cut into bundles: `heads_together`, which divide those of a group, of `rows_together` are computed at a time, at
// most ESPALIER_QUERIES_TOGETHER in all.
struct bundling {
    struct espalier_attention attention;
    int64_t heads_together, rows_together;
};

// Brings the input rows begin ..< end of `count` into the order in which a product with a type reads them.
typedef void arrange_function(
    const float *input, int type, void *arranged, int64_t depth, int64_t count, int64_t begin, int64_t end);

struct kernels {
    const char *variant;
    // What the processor has, by which loops choose that are compiled for fewer variants: singles in a vector; whether one
    // instruction multiplies pairs in BF16, and whether one adds up products of whole numbers.
    int lanes, multiplies_pairs, adds_products;
    arrange_function *arrange, *arrange_rounded, *arrange_panels, *arrange_byte_panels;
    void (*matrix_product)(
        const void *, int, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*rounded_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*panel_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*byte_panel_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*widen)(const void *, int, float *, int64_t);
    void (*widen_panel_row)(const char *, int64_t, int64_t, float *);
    void (*quantise)(const void *, int, void *, int64_t, int64_t, int64_t);
    void (*rms_norm)(const float *, const float *, float *, int64_t, int64_t, float);
    void (*rotate)(float *, const float *, const float *, const int32_t *, int64_t, int64_t, int64_t);
    void (*swiglu)(const float *, const float *, float *, int64_t);
    void (*add)(float *, const float *, int64_t);
    void (*attention)(const struct bundling *, float *, int64_t, int64_t);
    int64_t (*top_k)(const float *, int64_t, int64_t, int32_t *, float *, float *);
    int (*all_finite)(const float *, int64_t);
};

// The kernels that the calling thread uses; its regions take the choice along to the workers.
const struct kernels *espalier_chosen_kernels(void);

#endif
