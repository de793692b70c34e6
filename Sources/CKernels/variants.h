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

// Blocks of inputs below this magnitude count as zero where they are rounded: their scale would not be a normal number.
#define SMALLEST_BLOCK 0x1p-110f
// The largest whole numbers of inputs that are rounded to 16 bits, and to 8. Of the former, upper bytes stay below 128, and the
// sums of a block's products below 2^31.
#define LARGEST_INPUT 32512
#define LARGEST_BYTE 127

// The bytes of a row of so many numbers, or of a part of it that is whole blocks.
INLINE int64_t row_bytes(const int format, int64_t count) {
    switch (format) {
#define ROW(name, numbers, bytes, ...) case ESPALIER_##name: return (count + numbers - 1) / numbers * bytes;
        ESPALIER_FORMATS(ROW)
#undef ROW
        default: __builtin_unreachable();
    }
}

// Accumulators of the largest tile; an even number.
enum { MOST_SUMS = 24 };

// Rows up to here are so short that what follows a tile's products weighs much: fewer sums are done sooner.
enum { SHALLOW_DEPTH = 1024 };

// The numbers of an input row that is arranged for a product: whole pairs of vectors in every variant.
INLINE int64_t arranged_depth(int64_t depth) { return (depth + 31) / 32 * 32; }

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

// Widens the numbers begin ..< end of a row, of which `begin` is a multiple of WIDENED_NUMBERS.
typedef void widen_function(
    const void *weights, int64_t row, int64_t depth, int64_t begin, int64_t end, float *destination);
// A multiple of every block.
enum { WIDENED_NUMBERS = 256 };

// Brings the input rows begin ..< end of `count` into the order in which a product reads them.
typedef void arrange_function(
    const float *input, void *arranged, int64_t depth, int64_t count, int64_t begin, int64_t end);

// The weight rows begin ..< end of a product, whose input is arranged.
struct product {
    const void *weights;  // (rows, depth)
    const void *input;    // (count, depth)
    float *output;        // (count, rows)
    int64_t rows, depth, count, begin, end;
};
typedef void product_function(const struct product *product);

// How weights of a format are multiplied by inputs of a rounding.
struct product_loops {
    arrange_function *arrange;
    product_function *product;
    int arithmetic;        // ESPALIER_SINGLES and so on
    int block_bytes;       // of 32 arranged numbers of the input
    int reads_single_row;  // whether a single input row is read as it is
};

// What a variant knows of a format. Where it knows no product for a rounding, inputs are rounded first, and then multiplied as
// inputs are that are not.
struct format_loops {
    widen_function *widen;
    struct product_loops products[ESPALIER_ROUNDINGS];
};

// The loops that do not depend on a format: result, name and arguments.
#define LOOPS(LOOP) \
    LOOP(void, quantise, (const void *, widen_function *, int64_t, void *, int64_t, int64_t)) \
    LOOP(void, round_to_bf16, (const float *, float *, int64_t)) \
    LOOP(void, round_to_bytes, (const float *, float *, int64_t)) \
    LOOP(void, rms_norm, (const float *, const float *, float *, int64_t, int64_t, float)) \
    LOOP(void, rotate, (float *, const float *, const float *, const int32_t *, int64_t, int64_t, int64_t)) \
    LOOP(void, swiglu, (const float *, const float *, float *, int64_t)) \
    LOOP(void, add, (float *, const float *, int64_t)) \
    LOOP(void, attention, (const struct bundling *, float *, int64_t, int64_t)) \
    LOOP(int64_t, top_k, (const float *, int64_t, int64_t, int32_t *, float *, float *)) \
    LOOP(int, all_finite, (const float *, int64_t))

// What loops may use of a processor beyond its base: a bit each.
enum {
    AVX2 = 1,         // with FMA and F16C
    AVX512 = 2,       // F, BW, VL and DQ
    AVX512_VNNI = 4,  // adds up products of bytes
    AVX512_BF16 = 8,  // multiplies pairs of BF16
};

struct kernels {
    const char *variant;
    int features, lanes;  // what they use of the processor; singles in a vector
    const struct format_loops *formats[ESPALIER_FORMATS_COUNT];
#define LOOP(result, name, arguments) result (*name) arguments;
    LOOPS(LOOP)
#undef LOOP
};

// The kernels that the calling thread uses; its regions take the choice along to the workers.
const struct kernels *espalier_chosen_kernels(void);

#endif
