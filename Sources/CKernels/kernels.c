// Compiles the body of the kernels for each processor variant, and picks one.
#include "CKernels.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// The order of operations is part of the contract: nothing may be contracted or reordered behind our back.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

struct kernels {
    const char *variant;
    void (*matrix_product)(
        const void *, int, const float *, float *, int64_t, int64_t, int64_t);
    void (*widen)(const void *, int, float *, int64_t);
    void (*rms_norm)(const float *, const float *, float *, int64_t, int64_t, float);
    void (*rotate)(float *, const float *, const float *, const int32_t *, int64_t, int64_t, int64_t);
    void (*swiglu)(const float *, const float *, float *, int64_t);
    void (*add)(float *, const float *, int64_t);
    void (*attention)(
        const float *, const float *, const float *, const int32_t *, const int32_t *, const int32_t *, float *,
        float *, int64_t, int64_t, int64_t, int64_t, int64_t, float);
    int64_t (*top_k)(const float *, int64_t, int64_t, int32_t *, float *, float *);
    int (*all_finite)(const float *, int64_t);
};

#define LANES 4
#define NAME(x) portable_##x
#define VARIANT "portable"
#if defined(__aarch64__)
#define HAS_FMA 1
#define HAS_F16C 1
#else
#define HAS_FMA 0
#define HAS_F16C 0
#endif
#define TILE_ROWS 3
#define TILE_INPUTS 2
#include "kernels.inc"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define NAME(x) avx2_##x
#define VARIANT "avx2"
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS 3
#define TILE_INPUTS 4
#include "kernels.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512_##x
#define VARIANT "avx512"
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS 6
#define TILE_INPUTS 4
#include "kernels.inc"
#pragma clang attribute pop

#endif

static const struct kernels *best_variant(void) {
#if defined(__x86_64__)
    const char *wish = getenv("ESPALIER_KERNELS");
    const int portable = wish && strcmp(wish, "portable") == 0;
    const int no_avx512 = portable || (wish && strcmp(wish, "avx2") == 0);
    __builtin_cpu_init();
    if (!no_avx512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &avx512_kernels;
    if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
        && __builtin_cpu_supports("f16c"))
        return &avx2_kernels;
#endif
    return &portable_kernels;
}

// Racing threads find the same answer, so the first to store it and the others agree.
static const struct kernels *chosen(void) {
    static _Atomic(const struct kernels *) memory = NULL;
    const struct kernels *known = atomic_load_explicit(&memory, memory_order_acquire);
    if (!known) {
        known = best_variant();
        atomic_store_explicit(&memory, known, memory_order_release);
    }
    return known;
}

const char *espalier_kernel_variant(void) { return chosen()->variant; }

void espalier_matrix_product(
    const void *weights, int type, const float *input, float *output, int64_t rows,
    int64_t depth, int64_t count) {
    chosen()->matrix_product(weights, type, input, output, rows, depth, count);
}

void espalier_widen(const void *source, int type, float *destination, int64_t count) {
    chosen()->widen(source, type, destination, count);
}

void espalier_rms_norm(
    const float *input, const float *weight, float *output, int64_t rows, int64_t width, float epsilon) {
    chosen()->rms_norm(input, weight, output, rows, width, epsilon);
}

void espalier_rotate(
    float *vectors, const float *cosines, const float *sines, const int32_t *positions, int64_t rows,
    int64_t heads, int64_t width) {
    chosen()->rotate(vectors, cosines, sines, positions, rows, heads, width);
}

void espalier_swiglu(const float *gate, const float *up, float *output, int64_t count) {
    chosen()->swiglu(gate, up, output, count);
}

void espalier_add(float *accumulator, const float *addend, int64_t count) {
    chosen()->add(accumulator, addend, count);
}

void espalier_attention(
    const float *queries, const float *keys, const float *values, const int32_t *leading, const int32_t *starts,
    const int32_t *slots, float *weights, float *output, int64_t rows, int64_t heads, int64_t groups,
    int64_t capacity, int64_t width, float scale) {
    chosen()->attention(
        queries, keys, values, leading, starts, slots, weights, output, rows, heads, groups, capacity, width, scale);
}

int64_t espalier_top_k(
    const float *logits, int64_t count, int64_t wanted, int32_t *indices, float *largest, float *log_sum_exp) {
    return chosen()->top_k(logits, count, wanted, indices, largest, log_sum_exp);
}

int espalier_all_finite(const float *numbers, int64_t count) { return chosen()->all_finite(numbers, count); }
