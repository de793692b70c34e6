// What the checks have in common.
#ifndef KERNEL_CHECK_H
#define KERNEL_CHECK_H

#include "CKernels.h"

#include <stdint.h>

extern int checks, failures;

// Whether large shapes are left out, as sanitizers are slow.
extern int is_short;

// Counts a check; tells the first failures.
void expect(int holds, const char *what, int64_t a, int64_t b, int64_t c);

// Reproducible numbers in -1 ..< 1, and memory of exactly the size, so that a sanitizer sees every step beyond it.
float random_number(void);
float *random_numbers(int64_t count);
void *bytes(int64_t count);

// Random weights of a format and the exact values that they stand for; `shift` bytes lie before them.
struct weights {
    char *memory;
    const void *stored;
    double *values;
    double *reach;  // the magnitudes of what values are differences of; NULL where they are none
    int format;
    int64_t rows, depth;
};
struct weights random_weights(int format, int64_t rows, int64_t depth, int64_t shift);
void release(struct weights weights);

// Whether a format is one of those that check_blocks is for, not the others.
int is_of_blocks(int format);

// Decodes a block by a plain decoder, one number at a time.
void decode_block(int format, const uint8_t *block, float *numbers);

// Checks the product of weights by random inputs against sums in double precision, against other variants, and each row alone.
void check_product_of(const struct weights *weights, int rounding, int64_t count, int vanishes);

// The same of inputs that are all as large as inputs are.
void check_largest_product_of(const struct weights *weights, int rounding);

void check_blocks(void);
void check_encoding(void);
void check_products(void);
void check_layers(void);
void check_attention(void);
void check_selection(void);
void check_training(void);
void check_threads(void);
void check_factors(void);

#endif
