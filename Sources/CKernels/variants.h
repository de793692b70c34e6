// The kernels of the processor's variants, and the choice among them.
#ifndef ESPALIER_VARIANTS_H
#define ESPALIER_VARIANTS_H

#include "CKernels.h"

#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

// The bytes of a row of so many numbers, or of a part of it that is whole blocks.
INLINE int64_t row_bytes(const int format, int64_t count) {
    switch (format) {
#define ROW(name, numbers, bytes, ...) case ESPALIER_##name: return (count + numbers - 1) / numbers * bytes;
        ESPALIER_FORMATS(ROW)
#undef ROW
#define ROW(name, numbers, bytes, ...) case ESPALIER_##name##_PANELS: return (count + numbers - 1) / numbers * bytes;
        ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
        default: __builtin_unreachable();
    }
}

// The same of a single block, and its numbers, as constants.
enum {
#define ROW(name, numbers, bytes, ...) NUMBERS_OF_##name = numbers, BYTES_OF_##name = bytes,
    ESPALIER_FORMATS(ROW)
#undef ROW
};

// An attention cut into units: some rows, and some of the heads that share their keys.
struct attention_units {
    struct espalier_attention attention;
    int64_t rows, heads;  // of a unit; the last one of a row of units may have fewer
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
    LOOP(void, encode, (const void *, widen_function *, int64_t, int, void *, int64_t, int64_t)) \
    LOOP(void, round_to_bf16, (const float *, float *, int64_t)) \
    LOOP(void, round_to_bytes, (const float *, float *, int64_t)) \
    LOOP(void, rms_norm, (const float *, const float *, float *, int64_t, int64_t, float)) \
    LOOP(void, rotate, \
         (const float *, const float *, const float *, const int32_t *, float *, int64_t, int64_t, int64_t, int64_t)) \
    LOOP(void, swiglu, (const float *, const float *, float *, int64_t)) \
    LOOP(void, gelu_gate, (const float *, const float *, float *, int64_t)) \
    LOOP(void, soft_cap, (float *, float, int64_t)) \
    LOOP(void, add, (const float *, const float *, float *, int64_t)) \
    LOOP(void, attention, (const struct attention_units *, int64_t, int64_t)) \
    LOOP(int64_t, top_k, (const float *, int64_t, int64_t, int32_t *, float *, float *)) \
    LOOP(int, all_finite, (const float *, int64_t))

// What loops may use of a processor beyond its base: a bit each.
enum {
    AVX2 = 1,         // with FMA and F16C
    AVX512 = 2,       // F, BW, VL and DQ
    AVX512_VNNI = 4,  // adds up products of bytes
    AVX512_BF16 = 8,  // multiplies pairs of BF16
    AVX_VNNI = 16,    // adds up products of bytes in vectors of 8
    NEON_DOT = 32,    // the same of Arm, in vectors of 4
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
