// The loops that training spends its time in beside matrix products, for the processor variants of CKernels.h. Shapes
// stand beside every pointer: (rows, columns), row-major.
//
// Each row is summed in an order that depends on its length and the variant alone.
#ifndef ESPALIER_TRAINING_KERNELS_H
#define ESPALIER_TRAINING_KERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// sums[r] = log Σ exp numbers[r], the largest taken out first.
void espalier_log_sums(
    const float *numbers,  // (rows, columns)
    float *sums,           // (rows)
    int64_t rows, int64_t columns);

// result[r] = exp(numbers[r] - constants[r]).
void espalier_row_exponentials(
    const float *numbers,    // (rows, columns)
    const float *constants,  // (rows)
    float *result,           // (rows, columns)
    int64_t rows, int64_t columns);

// result[r] = left[r] · right[places[r]]; 0 where the place is negative.
void espalier_row_dots(
    const float *left,      // (rows, columns)
    const float *right,     // (any, columns)
    const int32_t *places,  // (rows)
    float *result,          // (rows)
    int64_t rows, int64_t columns);

// result[r] = shares[r] · exp(logits[r] - constants[r]) - slopes[r] · target[places[r]]; the latter is left out where
// the place is negative, and all of it where both factors are 0.
void espalier_softmax_slope(
    const float *logits,     // (rows, columns)
    const float *constants,  // (rows)
    const float *shares,     // (rows)
    const float *target,     // (any, columns)
    const int32_t *places,   // (rows)
    const float *slopes,     // (rows)
    float *result,           // (rows, columns)
    int64_t rows, int64_t columns);

// The gradients of gate / (1 + exp(-gate)) · up, elementwise.
void espalier_swiglu_slope(
    const float *slope, const float *gate, const float *up, float *gate_slope, float *up_slope, int64_t count);

// One update of AdamW, elementwise: m = b1 m + g1 g, v = b2 v + g2 g², p = shrink p - rate m / (√v root_scale + epsilon).
struct espalier_adamw {
    float shrink, first_decay, first_gain, second_decay, second_gain, rate, root_scale, epsilon;
};
void espalier_adamw_update(
    const struct espalier_adamw *factors, const float *gradient, float *parameter, float *first, float *second,
    int64_t count);

// A factor of a matrix product, or the transpose of one.
struct espalier_stored_factor {
    const float *start;
    int64_t stride;     // from one stored row to the next
    int is_transposed;  // whether the factor is the transpose of what is stored
};

// destination = scale · left · right + retained · destination, both factors rounded to BF16, products summed in singles. With
// `retained` 0 the destination is not read.
struct espalier_rounded_product {
    struct espalier_stored_factor left;   // (rows, depth)
    struct espalier_stored_factor right;  // (depth, columns)
    float *destination;                   // (rows, stride), of which the first `columns` columns are written
    int64_t stride, rows, columns, depth;
    float scale, retained;
};

// Whether the calling thread's kernels multiply pairs of BF16 in one step; else there is no such product.
int espalier_multiplies_pairs(void);

// The product, where there is one: every sum is formed in an order that its depth alone decides. Denormals vanish.
void espalier_multiply_rounded(const struct espalier_rounded_product *product);

#ifdef __cplusplus
}
#endif

#endif
