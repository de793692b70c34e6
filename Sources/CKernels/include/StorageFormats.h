// How stored numbers lie in memory, and how inputs are rounded for products with them.
#ifndef ESPALIER_STORAGE_FORMATS_H
#define ESPALIER_STORAGE_FORMATS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A format is a row here, its loops (a NAME(…_loops) that one part of variant.inc defines) and its tests.
//
// A row of a matrix is whole blocks of so many numbers in so many bytes each. Where rows are stored together, so many of them lie
// interleaved, block by block. Where a block is one floating-point number it has a sign and so many bits of exponent and fraction.
#define ESPALIER_FORMATS(ROW) \
    /*  name  numbers  bytes  rows together  exponent  fraction */ \
    ROW(F32,        1,     4,             1,        8,       23) /* IEEE single */ \
    ROW(F16,        1,     2,             1,        5,       10) /* IEEE half */ \
    ROW(BF16,       1,     2,             1,        8,        7) /* the upper half of a single */ \
    ROW(Q8,        32,    34,            16,        0,        0) /* 8 bits and a scale a block: see espalier_quantise */ \
    ROW(Q4_0,      32,    18,             1,        0,        0) /* from here on those of GGUF files, see blocks.inc */ \
    ROW(Q4_1,      32,    20,             1,        0,        0) \
    ROW(Q5_0,      32,    22,             1,        0,        0) \
    ROW(Q5_1,      32,    24,             1,        0,        0) \
    ROW(Q8_0,      32,    34,             1,        0,        0) \
    ROW(Q2_K,     256,    84,             1,        0,        0) \
    ROW(Q3_K,     256,   110,             1,        0,        0) \
    ROW(Q4_K,     256,   144,             1,        0,        0) \
    ROW(Q5_K,     256,   176,             1,        0,        0) \
    ROW(Q6_K,     256,   210,             1,        0,        0) \
    ROW(IQ4_NL,    32,    18,             1,        0,        0) \
    ROW(IQ4_XS,   256,   136,             1,        0,        0) \
    ROW(MXFP4,     32,    17,             1,        0,        0)

// The blocks of GGUF files, rearranged for products: the same numbers, sixteen rows interleaved, see panels.h. A row has as many
// bytes as before, but for formats that pack their scales in six bits.
#define ESPALIER_PANEL_FORMATS(ROW) \
    /*  of      numbers  bytes  bits  parts  scales        minima  zero */ \
    ROW(Q4_0,        32,    18,    4,     1,  HALVES,           0,  8) \
    ROW(Q4_1,        32,    20,    4,     1,  HALVES,           1,  0) \
    ROW(Q5_0,        32,    22,    5,     1,  HALVES,           0,  16) \
    ROW(Q5_1,        32,    24,    5,     1,  HALVES,           1,  0) \
    ROW(Q8_0,        32,    34,    8,     1,  HALVES,           0,  128) \
    ROW(Q2_K,       256,    84,    2,     2,  NIBBLES,         -1,  0) \
    ROW(Q3_K,       256,   114,    3,     2,  SIGNED_BYTES,     0,  4) \
    ROW(Q4_K,       256,   148,    4,     1,  BYTES,           -1,  0) \
    ROW(Q5_K,       256,   180,    5,     1,  BYTES,           -1,  0) \
    ROW(Q6_K,       256,   210,    6,     2,  SIGNED_BYTES,     0,  32) \
    ROW(IQ4_NL,      32,    18,    4,     1,  HALVES,           0,  UNEVEN_STEPS) \
    ROW(IQ4_XS,     256,   138,    4,     1,  SIGNED_BYTES,     0,  UNEVEN_STEPS) \
    ROW(MXFP4,       32,    17,    4,     1,  EXPONENTS,        0,  DOUBLED_E2M1)

enum {
#define ROW(name, ...) ESPALIER_##name,
    ESPALIER_FORMATS(ROW)
#undef ROW
#define ROW(name, ...) ESPALIER_##name##_PANELS,
    ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
    ESPALIER_FORMATS_COUNT
};

struct espalier_format {
    const char *name;
    int block_numbers, block_bytes, rows_together, exponent_bits, fraction_bits;
};
const struct espalier_format *espalier_format(int format);

// The format of the same numbers rearranged for products; -1 where there is none.
int espalier_panels_of(int format);

// The bytes of (rows, depth) numbers; a last block or group of rows that is not full counts as one.
int64_t espalier_weight_bytes(int format, int64_t rows, int64_t depth);

// How the inputs of a product are rounded before they are multiplied.
enum {
    // As little as the weights' product knows: not at all; or, where weights are in panels, every 32 numbers of a row to
    // multiples of their largest magnitude / 32512, that is to 16 bits, and to NaN if one of them is NaN or infinite.
    ESPALIER_INPUTS_FULL,
    // To BF16. Where weights are BF16 too, denormal weights and inputs may count as zero.
    ESPALIER_INPUTS_BF16,
    // To 8 bits: every 32 numbers of a row to multiples of their largest magnitude / 127, and to NaN if one of them is NaN or
    // infinite.
    ESPALIER_INPUTS_Q8,
    ESPALIER_ROUNDINGS
};

// By which instructions the variant in use multiplies weights of a format by inputs of a rounding.
enum {
    ESPALIER_SINGLES,      // multiplications of singles, added to one
    ESPALIER_PAIRS,        // of pairs of BF16, added to a single
    ESPALIER_WHOLE_PAIRS,  // of pairs of whole numbers of 16 bits
    ESPALIER_WHOLE_BYTES,  // of four whole numbers of 8 bits
    ESPALIER_ARITHMETICS
};
int espalier_arithmetic(int format, int rounding);

#ifdef __cplusplus
}
#endif

#endif
