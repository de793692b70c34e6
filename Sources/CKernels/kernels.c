// Compiles the body of the kernels for each processor variant, and picks one.
#include "CKernels.h"
#include "pool.h"
#include "space.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The order of operations is part of the contract: nothing may be contracted or reordered behind our back.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

// 8-bit weights lie in panels of 16 rows, of which the last may be unused, so that one instruction multiplies a number of
// the input by all of them. A panel holds, for every 32 columns, eight groups of four columns, (16 rows, 4 columns) each,
// every number plus 128 as a byte without sign; then the scales of the 16 rows, each the upper half of a single.
enum {
    PANEL_ROWS = 16,
    PANEL_OFFSET = 128,
    BLOCK_NUMBERS = 32,
    PANEL_NUMBERS = PANEL_ROWS * BLOCK_NUMBERS,
    PANEL_BLOCK_BYTES = PANEL_NUMBERS + 2 * PANEL_ROWS,
};

INLINE int64_t block_count(int64_t depth) { return (depth + BLOCK_NUMBERS - 1) / BLOCK_NUMBERS; }

INLINE int64_t panel_bytes(int64_t depth) { return block_count(depth) * PANEL_BLOCK_BYTES; }

// The bytes of a row of a type that stores rows one after the other, or of a part of it.
INLINE int64_t row_bytes(int type, int64_t count) { return type == ESPALIER_F32 ? 4 * count : 2 * count; }

// Accumulators of the largest tile, in whole groups of those that are added up together.
enum { MOST_SUMS = 24 };

// The numbers of an input row that is arranged for weights in BF16: whole pairs of vectors in every variant.
INLINE int64_t arranged_depth(int64_t depth) { return (depth + 31) / 32 * 32; }

// See espalier_attention; `together` heads, which divide those of a group, are computed at a time.
struct attention {
    const float *queries, *keys, *values;
    const int32_t *leading, *starts, *slots;
    float *output;
    int64_t heads, groups, capacity, width, together;
    float scale;
};

struct kernels {
    const char *variant;
    void (*arrange)(const float *, float *, int64_t, int64_t);
    void (*matrix_product)(
        const void *, int, const float *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*arrange_rounded)(const float *, void *, int64_t, int64_t);
    void (*rounded_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*arrange_panels)(const float *, void *, int64_t, int64_t);
    void (*panel_product)(
        const void *, const void *, float *, int64_t, int64_t, int64_t, int64_t, int64_t);
    void (*widen)(const void *, int, float *, int64_t);
    void (*widen_panel_row)(const char *, int64_t, int64_t, float *);
    void (*quantise)(const void *, int, void *, int64_t, int64_t, int64_t);
    void (*rms_norm)(const float *, const float *, float *, int64_t, int64_t, float);
    void (*rotate)(float *, const float *, const float *, const int32_t *, int64_t, int64_t, int64_t);
    void (*swiglu)(const float *, const float *, float *, int64_t);
    void (*add)(float *, const float *, int64_t);
    void (*attention)(const struct attention *, float *, int64_t, int64_t);
    int64_t (*top_k)(const float *, int64_t, int64_t, int32_t *, float *, float *);
    int (*all_finite)(const float *, int64_t);
};

// The kernels of a variant, the products with rounded inputs and with 8-bit weights by those of others.
#define KERNELS(name, prefix, pairs, panels) { \
    .variant = name, \
    .arrange = prefix##_arrange, \
    .matrix_product = prefix##_matrix_product, \
    .arrange_rounded = pairs##_arrange_rounded, \
    .rounded_product = pairs##_rounded_product, \
    .arrange_panels = panels##_arrange_panels, \
    .panel_product = panels##_panel_product, \
    .widen = prefix##_widen, \
    .widen_panel_row = prefix##_widen_panel_row, \
    .quantise = prefix##_quantise, \
    .rms_norm = prefix##_rms_norm, \
    .rotate = prefix##_rotate, \
    .swiglu = prefix##_swiglu, \
    .add = prefix##_add, \
    .attention = prefix##_attention, \
    .top_k = prefix##_top_k, \
    .all_finite = prefix##_all_finite, \
}

#define LANES 4
#define NAME(x) portable_##x
#define HAS_VNNI 0
#define PANEL_INPUTS 4
#if defined(__aarch64__)
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS(type) 4
#define TILE_INPUTS(type) 6
#else
#define HAS_FMA 0
#define HAS_F16C 0
#define TILE_ROWS(type) 3
#define TILE_INPUTS(type) 4
#endif
#include "variant.inc"
#if defined(__aarch64__)
static const struct kernels portable_kernels = KERNELS("neon", portable, portable, portable);
#else
static const struct kernels portable_kernels = KERNELS("portable", portable, portable, portable);
#endif

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define NAME(x) avx2_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 0
#define TILE_ROWS(type) 2
#define TILE_INPUTS(type) 6
#define PANEL_INPUTS 4
#include "variant.inc"
#pragma clang attribute pop
static const struct kernels avx2_kernels = KERNELS("avx2", avx2, avx2, avx2);

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 0
// Weights that must be widened gain from tiles of many inputs; singles only fill more of the first-level cache.
#define TILE_ROWS(type) ((type) == ESPALIER_F32 ? 4 : 3)
#define TILE_INPUTS(type) ((type) == ESPALIER_F32 ? 6 : 8)
#define PANEL_INPUTS 6
#include "variant.inc"
#pragma clang attribute pop
static const struct kernels avx512_kernels = KERNELS("avx512", avx512, avx512, avx512);

// The same but for 8-bit weights, which the processor multiplies four at a time.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512vnni_##x
#define HAS_FMA 1
#define HAS_VNNI 1
#define PANEL_INPUTS 6
#include "vectors.inc"
#include "panel_product.inc"
#include "undefine.inc"
#pragma clang attribute pop
static const struct kernels avx512vnni_kernels = KERNELS("avx512vnni", avx512, avx512, avx512vnni);

// The same but for inputs that are rounded to BF16, which the processor multiplies in pairs.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512bf16_##x
#define HAS_FMA 1
#include "vectors.inc"
#include "pair_product.inc"
#include "undefine.inc"
#pragma clang attribute pop
static const struct kernels avx512bf16_kernels = KERNELS("avx512bf16", avx512, avx512bf16, avx512vnni);

#endif

// Whether the processor, and the system with its registers, can run what a variant is made of.
static int runs_avx2(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
#else
    return 0;
#endif
}

static int runs_avx512(void) {
#if defined(__x86_64__)
    return runs_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
#else
    return 0;
#endif
}

static int runs_avx512vnni(void) {
#if defined(__x86_64__)
    return runs_avx512() && __builtin_cpu_supports("avx512vnni");
#else
    return 0;
#endif
}

static int runs_avx512bf16(void) {
#if defined(__x86_64__)
    return runs_avx512vnni() && __builtin_cpu_supports("avx512bf16");
#else
    return 0;
#endif
}

// The best variant that the processor can run and that is no better than the wish; any other wish is none.
static const struct kernels *best_variant(const char *wish) {
#if defined(__x86_64__)
    const int portable = wish && strcmp(wish, "portable") == 0;
    const int no_avx512 = portable || (wish && strcmp(wish, "avx2") == 0);
    const int no_vnni = no_avx512 || (wish && strcmp(wish, "avx512") == 0);
    const int no_bf16 = no_vnni || (wish && strcmp(wish, "avx512vnni") == 0);
    if (!no_bf16 && runs_avx512bf16()) return &avx512bf16_kernels;
    if (!no_vnni && runs_avx512vnni()) return &avx512vnni_kernels;
    if (!no_avx512 && runs_avx512()) return &avx512_kernels;
    if (!portable && runs_avx2()) return &avx2_kernels;
#else
    (void)wish;
    (void)runs_avx512bf16;
#endif
    return &portable_kernels;
}

// What a thread asked for, while it asks; its regions take the choice along to the workers.
static _Thread_local const struct kernels *lowered = NULL;

// Racing threads find the same answer, so the first to store it and the others agree.
static const struct kernels *chosen(void) {
    static _Atomic(const struct kernels *) memory = NULL;
    if (lowered) return lowered;
    const struct kernels *known = atomic_load_explicit(&memory, memory_order_acquire);
    if (!known) {
        known = best_variant(getenv("ESPALIER_KERNELS"));
        atomic_store_explicit(&memory, known, memory_order_release);
    }
    return known;
}

const char *espalier_kernel_variant(void) { return chosen()->variant; }

const char *espalier_lower_kernels(const char *variant) {
    lowered = variant ? best_variant(variant) : NULL;
    return chosen()->variant;
}

// A region costs about as much as this many multiplications on one thread.
enum { FEWEST_MULTIPLICATIONS = 32768 };

struct products {
    const struct kernels *kernels;
    const struct espalier_factor *factors;
    int number, type;
    const void *input;
    int64_t grain, depth, count;
};

// The grains begin ..< end of all factors' rows, each factor's last grain being as large as rows are left.
static void products_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct products *p = context;
    (void)worker;
    for (int f = 0; f < p->number; f++) {
        const struct espalier_factor *factor = p->factors + f;
        const int64_t grains = (factor->rows + p->grain - 1) / p->grain;
        const int64_t first = begin < 0 ? 0 : begin * p->grain;
        const int64_t last = end < grains ? end * p->grain : factor->rows;
        if (first < last && p->type == ESPALIER_Q8)
            p->kernels->panel_product(
                factor->weights, p->input, factor->output, factor->rows, p->depth, p->count, first, last);
        else if (first < last && p->type == ESPALIER_BF16_PAIRS)
            p->kernels->rounded_product(
                factor->weights, p->input, factor->output, factor->rows, p->depth, p->count, first, last);
        else if (first < last)
            p->kernels->matrix_product(
                factor->weights, p->type, p->input, factor->output, factor->rows, p->depth, p->count, first, last);
        begin -= grains;
        end -= grains;
    }
}

void espalier_matrix_products(
    const struct espalier_factor *factors, int number, int type, const float *input, int64_t depth, int64_t count) {
    const struct kernels *kernels = chosen();
    // Parts begin where tiles do in every variant: 24 is a multiple of 2, 3, 4 and 8.
    const int64_t grain = type == ESPALIER_Q8 ? 2 * PANEL_ROWS : 24;
    struct products products = {kernels, factors, number, type, input, grain, depth, count};
    if (type == ESPALIER_Q8) {
        // An arranged block is two bytes a number, a scale and an offset.
        float *arranged = espalier_space(count * block_count(depth) * (BLOCK_NUMBERS / 2 + 2));
        kernels->arrange_panels(input, arranged, depth, count);
        products.input = arranged;
    } else if (type == ESPALIER_BF16_PAIRS) {
        float *arranged = espalier_space(count * arranged_depth(depth));
        kernels->arrange_rounded(input, arranged, depth, count);
        products.input = arranged;
    } else if (type == ESPALIER_BF16) {
        float *arranged = espalier_space(count * arranged_depth(depth));
        kernels->arrange(input, arranged, depth, count);
        products.input = arranged;
    }
    int64_t rows = 0, grains = 0;
    for (int f = 0; f < number; f++) {
        rows += factors[f].rows;
        grains += (factors[f].rows + grain - 1) / grain;
    }
    const int is_small = rows * depth * count < FEWEST_MULTIPLICATIONS;
    espalier_parallel(grains, is_small ? grains : 1, ESPALIER_MOST_THREADS, products_part, &products);
}

static void widen_row(
    const struct kernels *kernels, const void *weights, int type, int64_t row, float *destination, int64_t depth) {
    if (type == ESPALIER_Q8) kernels->widen_panel_row(weights, row, depth, destination);
    else kernels->widen((const char *)weights + row * row_bytes(type, depth), type, destination, depth);
}

struct wide_product {
    const struct kernels *kernels;
    const void *weights;
    int type;
    const float *input;
    float *output, *scratch;
    int64_t block_rows, rows, depth, count;
    espalier_single_product *product;
};

static void wide_product_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct wide_product *p = context;
    float *block = p->scratch + worker * p->block_rows * p->depth;
    for (int64_t r = begin; r < end; r += p->block_rows) {
        const int64_t rows = end - r < p->block_rows ? end - r : p->block_rows;
        for (int64_t i = 0; i < rows; i++)
            widen_row(p->kernels, p->weights, p->type, r + i, block + i * p->depth, p->depth);
        p->product(p->input, block, p->output + r, p->count, rows, p->depth, p->rows);
    }
}

void espalier_wide_product(
    const void *weights, int type, const float *input, float *output, float *scratch, int threads,
    int64_t block_rows, int64_t rows, int64_t depth, int64_t count, espalier_single_product *product) {
    struct wide_product wide = {
        chosen(), weights, type, input, output, scratch, block_rows, rows, depth, count, product,
    };
    // Parts are whole blocks, so that the library sees the same products, and rounds alike, for any number of threads.
    espalier_parallel(rows, block_rows, threads, wide_product_part, &wide);
}

struct quantisation {
    const struct kernels *kernels;
    const void *source;
    int type;
    void *panels;
    int64_t depth;
};

static void quantisation_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct quantisation *q = context;
    (void)worker;
    q->kernels->quantise(q->source, q->type, q->panels, q->depth, begin, end);
}

int64_t espalier_weight_bytes(int type, int64_t rows, int64_t depth) {
    if (type == ESPALIER_Q8) return (rows + PANEL_ROWS - 1) / PANEL_ROWS * panel_bytes(depth);
    return rows * row_bytes(type, depth);
}

void espalier_quantise(const void *source, int type, void *panels, int64_t rows, int64_t depth) {
    struct quantisation quantisation = {chosen(), source, type, panels, depth};
    const int is_small = rows * depth < FEWEST_MULTIPLICATIONS;
    // Rows of a panel share lines of the cache: one thread writes them.
    espalier_parallel(rows, is_small ? rows : PANEL_ROWS, ESPALIER_MOST_THREADS, quantisation_part, &quantisation);
}

void espalier_widen_row(const void *weights, int type, int64_t row, float *destination, int64_t depth) {
    widen_row(chosen(), weights, type, row, destination, depth);
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

struct attention_region {
    const struct kernels *kernels;
    struct attention attention;
    float *weights;
    int64_t worker_weights;
};

static void attention_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct attention_region *region = context;
    region->kernels->attention(
        &region->attention, region->weights + worker * region->worker_weights, begin, end);
}

// How many heads that share their keys are computed together: as many as leave work for every thread.
static int64_t heads_together(int64_t rows, int64_t heads, int64_t groups, int threads) {
    int64_t together = ESPALIER_HEADS_TOGETHER;
    while (heads / groups % together != 0) together--;
    while (together > 1 && rows * heads / together < threads) together = together == 4 ? 2 : 1;
    return together;
}

void espalier_attention(
    const float *queries, const float *keys, const float *values, const int32_t *leading, const int32_t *starts,
    const int32_t *slots, float *weights, int threads, int64_t seen, float *output, int64_t rows, int64_t heads,
    int64_t groups, int64_t capacity, int64_t width, float scale) {
    const int64_t together = heads_together(rows, heads, groups, threads);
    struct attention_region region = {
        chosen(),
        {queries, keys, values, leading, starts, slots, output, heads, groups, capacity, width, together, scale},
        weights,
        ESPALIER_HEADS_TOGETHER * seen,
    };
    const int64_t bundles = rows * heads / together;
    const int is_small = rows * heads * seen * width < FEWEST_MULTIPLICATIONS;
    espalier_parallel(bundles, is_small ? bundles : 1, threads, attention_part, &region);
}

int64_t espalier_top_k(
    const float *logits, int64_t count, int64_t wanted, int32_t *indices, float *largest, float *log_sum_exp) {
    return chosen()->top_k(logits, count, wanted, indices, largest, log_sum_exp);
}

int espalier_all_finite(const float *numbers, int64_t count) { return chosen()->all_finite(numbers, count); }
