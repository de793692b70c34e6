// Compiles the body of the kernels for each processor variant, and picks one.
#include "CKernels.h"
#include "pool.h"

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
        const void *, int, const float *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*widen)(const void *, int, float *, int64_t);
    void (*rms_norm)(const float *, const float *, float *, int64_t, int64_t, float);
    void (*rotate)(float *, const float *, const float *, const int32_t *, int64_t, int64_t, int64_t);
    void (*swiglu)(const float *, const float *, float *, int64_t);
    void (*add)(float *, const float *, int64_t);
    void (*attention)(
        const float *, const float *, const float *, const int32_t *, const int32_t *, const int32_t *, float *,
        float *, int64_t, int64_t, int64_t, int64_t, float, int64_t, int64_t);
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
#if defined(__aarch64__)
#define TILE_ROWS 4
#define TILE_INPUTS 6
#else
#define TILE_ROWS 3
#define TILE_INPUTS 4
#endif
#include "kernels.inc"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define NAME(x) avx2_##x
#define VARIANT "avx2"
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS 2
#define TILE_INPUTS 6
#include "kernels.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512_##x
#define VARIANT "avx512"
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS 4
#define TILE_INPUTS 6
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

// A region costs about as much as this many multiplications on one thread.
enum { FEWEST_MULTIPLICATIONS = 32768 };

struct product {
    const void *weights;
    int type;
    const float *input;
    float *output;
    int64_t rows, depth, count;
};

static void product_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct product *p = context;
    (void)worker;
    chosen()->matrix_product(p->weights, p->type, p->input, p->output, p->rows, p->depth, p->count, begin, end);
}

void espalier_matrix_product(
    const void *weights, int type, const float *input, float *output, int64_t rows, int64_t depth, int64_t count) {
    struct product product = {weights, type, input, output, rows, depth, count};
    // Parts begin where tiles do in every variant: 24 is a multiple of 2, 3, 4 and 8.
    const int is_small = rows * depth * count < FEWEST_MULTIPLICATIONS;
    espalier_parallel(rows, is_small ? rows : 24, ESPALIER_MOST_THREADS, product_part, &product);
}

struct wide_product {
    const char *weights;
    int type;
    const float *input;
    float *output, *scratch;
    int64_t block_rows, rows, depth, count;
    espalier_single_product *product;
};

static void wide_product_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct wide_product *p = context;
    float *block = p->scratch + worker * p->block_rows * p->depth;
    const int64_t row_bytes = p->depth * (p->type == ESPALIER_F32 ? 4 : 2);
    for (int64_t r = begin; r < end; r += p->block_rows) {
        const int64_t rows = end - r < p->block_rows ? end - r : p->block_rows;
        chosen()->widen(p->weights + r * row_bytes, p->type, block, rows * p->depth);
        p->product(p->input, block, p->output + r, p->count, rows, p->depth, p->rows);
    }
}

void espalier_wide_product(
    const void *weights, int type, const float *input, float *output, float *scratch, int threads,
    int64_t block_rows, int64_t rows, int64_t depth, int64_t count, espalier_single_product *product) {
    struct wide_product wide = {weights, type, input, output, scratch, block_rows, rows, depth, count, product};
    // Parts are whole blocks, so that the library sees the same products, and rounds alike, for any number of threads.
    espalier_parallel(rows, block_rows, threads, wide_product_part, &wide);
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

struct attention {
    const float *queries, *keys, *values;
    const int32_t *leading, *starts, *slots;
    float *weights, *output;
    int64_t seen, heads, groups, capacity, width;
    float scale;
};

static void attention_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct attention *a = context;
    chosen()->attention(
        a->queries, a->keys, a->values, a->leading, a->starts, a->slots, a->weights + worker * a->seen, a->output,
        a->heads, a->groups, a->capacity, a->width, a->scale, begin, end);
}

void espalier_attention(
    const float *queries, const float *keys, const float *values, const int32_t *leading, const int32_t *starts,
    const int32_t *slots, float *weights, int threads, int64_t seen, float *output, int64_t rows, int64_t heads, int64_t groups,
    int64_t capacity, int64_t width, float scale) {
    struct attention attention = {
        queries, keys, values, leading, starts, slots, weights, output, seen, heads, groups, capacity, width, scale,
    };
    const int is_small = rows * heads * seen * width < FEWEST_MULTIPLICATIONS;
    espalier_parallel(rows * heads, is_small ? rows * heads : 1, threads, attention_part, &attention);
}

int64_t espalier_top_k(
    const float *logits, int64_t count, int64_t wanted, int32_t *indices, float *largest, float *log_sum_exp) {
    return chosen()->top_k(logits, count, wanted, indices, largest, log_sum_exp);
}

int espalier_all_finite(const float *numbers, int64_t count) { return chosen()->all_finite(numbers, count); }
