// How products are cut into tiles, and how memory is told what comes next.
//
// A tile is R weight rows times C input rows: R · C sums, which stay in registers while the tile runs along the rows.
//
//                 depth →              weights (rows, depth)        input (count, depth), arranged
//                                     ┌───────────────────────┐    ┌───────────────────────┐
//     R rows of weights at a time  →  │ w w w w w w w w w w w │  × │ x x x x x x x x x x x │ ← C rows of input at a time
//                                     │ w w w w w w w w w w w │    │ x x x x x x x x x x x │
//                                     ├───────────────────────┤    └───────────────────────┘
//     those right below: prefetched   │ next …                │
//                                     └───────────────────────┘
//
// The input's rows are divided among tiles of nearly equal size. All tiles of the same weight rows run one after the other, so that
// the weights stay near, and share the prefetching of the rows below.
#ifndef ESPALIER_TILES_H
#define ESPALIER_TILES_H

#include "variants.h"

// Loops over a tile's rows, whose sums are to stay in registers, and around them.
#define UNROLLED _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)")
#define TWICE _Pragma("clang loop unroll_count(2)")

// Accumulators of the largest tile; an even number.
enum { MOST_SUMS = 24 };

// Rows up to here are so short that what follows a tile's products weighs much: fewer sums are done sooner.
enum { SHALLOW_DEPTH = 1024 };

// The numbers of an input row that is arranged for a product: whole pairs of vectors in every variant.
INLINE int64_t arranged_depth(int64_t depth) { return (depth + 31) / 32 * 32; }

// Models with rows up to here are so small that the last-level cache holds them.
enum { NEAR_DEPTH = 512 };

// Weights that are multiplied next are prefetched in their order, by all tiles of input rows alike, so that memory delivers them
// all the while: a number of lines of the cache at each step, of which one reads as many lines as a tile has weight rows. From
// memory they are to come to the second-level cache, which can await more lines at a time than the first.
INLINE void prefetch(const char *lines, const int number, int64_t depth) {
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

// At each step a tile that reads so many lines prefetches as many, or half or a third of them where so many tiles share the
// prefetching, or, where there are `many` tiles or more, as few as these need. Rather too often than too seldom: the last of a
// tile's lines may be the first of the next one's.
enum { PREFETCH_SHARES = 4 };

INLINE int share_of(int64_t tiles, int many) { return tiles >= many ? 3 : tiles < 3 ? (int)tiles - 1 : 2; }

INLINE int lines_of_share(const int share, const int lines, const int many) {
    return share == 3 ? (lines + many - 1) / many : (lines + share) / (share + 1);
}

// Input rows of the largest tile of all.
enum { MOST_INPUTS = 6 };

// What a tile of R weight rows and C input rows multiplies, and those right below it by the same input rows.
struct tile {
    const char *weights;  // the matrix
    const char *input;    // the tile's first input row, arranged
    float *output;        // its results, (C, rows)
    int64_t first;        // the tile's first weight row
    int64_t rows, depth;  // of the matrix
    const char *next;     // what is prefetched meanwhile
    int64_t number;       // of tiles
};
typedef void tile_function(const struct tile *tile);

// Tiles of some weight rows, or vectors of them, by their share of the prefetching and their input rows.
struct tile_family {
    int rows, many, most;  // `most` input rows; for `many` tiles see above
    tile_function *tiles[PREFETCH_SHARES][MOST_INPUTS];
};

// Defines a family, each size of tile as a function of its own, small enough for the processor to run well:
// TILE(name, C, R, lines, is_used) defines TYPED(name). Of several tiles of nearly equal size, each has half of the most input rows
// or more.
#define TILE_FAMILY(family, R, most, lines, many) \
    TILE_SIZES(family##_alone, 0, R, most, lines, many) \
    TILE_SIZES(family##_half, 1, R, most, lines, many) \
    TILE_SIZES(family##_third, 2, R, most, lines, many) \
    TILE_SIZES(family##_one_of_many, 3, R, most, lines, many) \
    static const struct tile_family TYPED(family) = { \
        R, many, most, \
        { \
            TILE_NAMES(family##_alone), TILE_NAMES(family##_half), TILE_NAMES(family##_third), \
            TILE_NAMES(family##_one_of_many), \
        }, \
    };
#define TILE_SIZES(name, share, R, most, lines, many) \
    TILE_SIZE(name, 1, share, R, most, lines, many) \
    TILE_SIZE(name, 2, share, R, most, lines, many) \
    TILE_SIZE(name, 3, share, R, most, lines, many) \
    TILE_SIZE(name, 4, share, R, most, lines, many) \
    TILE_SIZE(name, 5, share, R, most, lines, many) \
    TILE_SIZE(name, 6, share, R, most, lines, many)
#define TILE_SIZE(name, C, share, R, most, lines, many) \
    TILE(name##_##C, C, R, lines_of_share(share, lines, many), C >= (share == 0 ? 1 : (most) / 2) && C <= (most))
#define TILE_NAMES(name) \
    {TYPED(name##_1), TYPED(name##_2), TYPED(name##_3), TYPED(name##_4), TYPED(name##_5), TYPED(name##_6)}

// Input rows of a variant's largest tile.
#define INPUTS_OF_LARGEST(count) (IS_SPECIAL(count) ? SPECIAL_INPUTS : TILE_INPUTS)

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

// All input rows of a product, in a family's tiles, times the weight rows from `first` on: those of a number of tiles. Arranged, an
// input row has `input_bytes`. The tiles share the prefetching of the `next_bytes` from `next` on.
INLINE void multiply_tiles(
    const struct product *p, const struct tile_family *family, int64_t input_bytes, int64_t first, int64_t number,
    const char *next, int64_t next_bytes) {
    const int64_t tiles = (p->count + family->most - 1) / family->most;
    struct tile tile = {
        .weights = p->weights, .input = p->input, .output = p->output, .first = first, .rows = p->rows, .depth = p->depth,
        .next = next, .number = number,
    };
    for (int64_t c = 0; c < p->count; tile.next += next_bytes / tiles) {
        const int64_t inputs = inputs_of_tile(p->count, c, family->most);
        family->tiles[share_of(tiles, family->many)][inputs - 1](&tile);
        c += inputs;
        tile.input += inputs * input_bytes;
        tile.output += inputs * p->rows;
    }
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

#endif
