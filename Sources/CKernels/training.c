// Compiles the body of the training kernels for each processor variant, and picks the one that variants.c has picked.
#include "TrainingKernels.h"

#include "space.h"
#include "tiles.h"
#include "variants.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF

// Name and arguments.
#define TRAINING_LOOPS(LOOP) \
    LOOP(log_sums, (const float *, float *, int64_t, int64_t)) \
    LOOP(row_exponentials, (const float *, const float *, float *, int64_t, int64_t)) \
    LOOP(row_dots, (const float *, const float *, const int32_t *, float *, int64_t, int64_t)) \
    LOOP(softmax_slope, \
         (const float *, const float *, const float *, const float *, const int32_t *, const float *, float *, int64_t, \
          int64_t)) \
    LOOP(swiglu_slope, (const float *, const float *, const float *, float *, float *, int64_t)) \
    LOOP(adamw_update, (const struct espalier_adamw *, const float *, float *, float *, float *, int64_t))

struct training_kernels {
#define LOOP(name, arguments) void (*name) arguments;
    TRAINING_LOOPS(LOOP)
#undef LOOP
};

#define LANES 4
#define NAME(x) portable_##x
#if defined(__aarch64__)
#define HAS_FMA 1
#else
#define HAS_FMA 0
#endif
#include "training.inc"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define NAME(x) avx2_##x
#define HAS_FMA 1
#include "training.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512_##x
#define HAS_FMA 1
#include "training.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512bf16_##x
#define HAS_FMA 1
#include "vectors.inc"
#include "rounded_product.inc"
#include "undefine.inc"
#pragma clang attribute pop

#endif

static const struct training_kernels *chosen(void) {
#if defined(__x86_64__)
    const int lanes = espalier_chosen_kernels()->lanes;
    if (lanes == 16) return &avx512_training_kernels;
    if (lanes == 8) return &avx2_training_kernels;
#endif
    return &portable_training_kernels;
}

void espalier_log_sums(const float *numbers, float *sums, int64_t rows, int64_t columns) {
    chosen()->log_sums(numbers, sums, rows, columns);
}

void espalier_row_exponentials(
    const float *numbers, const float *constants, float *result, int64_t rows, int64_t columns) {
    chosen()->row_exponentials(numbers, constants, result, rows, columns);
}

void espalier_row_dots(
    const float *left, const float *right, const int32_t *places, float *result, int64_t rows, int64_t columns) {
    chosen()->row_dots(left, right, places, result, rows, columns);
}

void espalier_softmax_slope(
    const float *logits, const float *constants, const float *shares, const float *target, const int32_t *places,
    const float *slopes, float *result, int64_t rows, int64_t columns) {
    chosen()->softmax_slope(logits, constants, shares, target, places, slopes, result, rows, columns);
}

void espalier_swiglu_slope(
    const float *slope, const float *gate, const float *up, float *gate_slope, float *up_slope, int64_t count) {
    chosen()->swiglu_slope(slope, gate, up, gate_slope, up_slope, count);
}

void espalier_adamw_update(
    const struct espalier_adamw *factors, const float *gradient, float *parameter, float *first, float *second,
    int64_t count) {
    chosen()->adamw_update(factors, gradient, parameter, first, second, count);
}

int espalier_multiplies_pairs(void) {
    const int needed = AVX512 | AVX512_BF16;
    return (espalier_chosen_kernels()->features & needed) == needed;
}

void espalier_multiply_rounded(const struct espalier_rounded_product *product) {
#if defined(__x86_64__)
    if (espalier_multiplies_pairs()) avx512bf16_multiply_rounded(product);
#else
    (void)product;
#endif
}
