// Compiles the body of the kernels for each processor variant, and picks one.
#include "variants.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The order of operations is part of the contract: nothing may be contracted or reordered behind our back.
#pragma STDC FP_CONTRACT OFF

// The kernels of a variant, the products with rounded inputs and with 8-bit weights by those of others.
#define KERNELS(name, width, has_pairs, has_vnni, prefix, pairs, panels) { \
    .variant = name, \
    .lanes = width, \
    .multiplies_pairs = has_pairs, \
    .adds_products = has_vnni, \
    .arrange = prefix##_arrange, \
    .matrix_product = prefix##_matrix_product, \
    .arrange_rounded = pairs##_arrange_rounded, \
    .rounded_product = pairs##_rounded_product, \
    .arrange_panels = panels##_arrange_panels, \
    .panel_product = panels##_panel_product, \
    .arrange_byte_panels = panels##_arrange_byte_panels, \
    .byte_panel_product = panels##_byte_panel_product, \
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
#define TILE_ROWS 4
#define TILE_INPUTS 6
#define IS_SPECIAL(count) 0
#else
#define HAS_FMA 0
#define HAS_F16C 0
#define TILE_ROWS 3
#define TILE_INPUTS 4
#define IS_SPECIAL(count) ((count) <= 3)
#endif
// Few input rows leave room for more weight rows, which keep the processor busy.
#define SPECIAL_ROWS 4
#define SPECIAL_INPUTS 3
#include "variant.inc"
#if defined(__aarch64__)
static const struct kernels portable_kernels = KERNELS("neon", 4, 0, 0, portable, portable, portable);
#else
static const struct kernels portable_kernels = KERNELS("portable", 4, 0, 0, portable, portable, portable);
#endif

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define NAME(x) avx2_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 0
#define TILE_ROWS 3
#define TILE_INPUTS 4
#define SPECIAL_ROWS 4
#define SPECIAL_INPUTS 2
#define IS_SPECIAL(count) ((count) <= 2)
#define PANEL_INPUTS 6
#include "variant.inc"
#pragma clang attribute pop
static const struct kernels avx2_kernels = KERNELS("avx2", 8, 0, 0, avx2, avx2, avx2);

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 0
// More weight rows than input rows: memory keeps up best, and both stay near.
#define TILE_ROWS 6
#define TILE_INPUTS 4
#define SPECIAL_ROWS TILE_ROWS
#define SPECIAL_INPUTS TILE_INPUTS
#define IS_SPECIAL(count) 0
#define PANEL_INPUTS 6
#include "variant.inc"
#pragma clang attribute pop
static const struct kernels avx512_kernels = KERNELS("avx512", 16, 0, 0, avx512, avx512, avx512);

// The same but for 8-bit weights, whose products the processor multiplies and adds up in one step.
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
static const struct kernels avx512vnni_kernels = KERNELS("avx512vnni", 16, 0, 1, avx512, avx512, avx512vnni);

// The same but for inputs that are rounded to BF16, which the processor multiplies in pairs.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512bf16_##x
#define HAS_FMA 1
#define TILE_ROWS 6
#define TILE_INPUTS 4
#define SPECIAL_ROWS TILE_ROWS
#define SPECIAL_INPUTS TILE_INPUTS
#define IS_SPECIAL(count) 0
#include "vectors.inc"
#include "pair_product.inc"
#include "undefine.inc"
#pragma clang attribute pop
static const struct kernels avx512bf16_kernels = KERNELS("avx512bf16", 16, 1, 1, avx512, avx512bf16, avx512vnni);

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

// What a thread asked for, while it asks.
static _Thread_local const struct kernels *lowered = NULL;

// Racing threads find the same answer, so the first to store it and the others agree.
const struct kernels *espalier_chosen_kernels(void) {
    static _Atomic(const struct kernels *) memory = NULL;
    if (lowered) return lowered;
    const struct kernels *known = atomic_load_explicit(&memory, memory_order_acquire);
    if (!known) {
        known = best_variant(getenv("ESPALIER_KERNELS"));
        atomic_store_explicit(&memory, known, memory_order_release);
    }
    return known;
}

const char *espalier_kernel_variant(void) { return espalier_chosen_kernels()->variant; }

int espalier_kernel_lanes(void) { return espalier_chosen_kernels()->lanes; }

const char *espalier_lower_kernels(const char *variant) {
    lowered = variant ? best_variant(variant) : NULL;
    return espalier_chosen_kernels()->variant;
}
