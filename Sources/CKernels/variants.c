// Compiles the body of the kernels for each processor variant, and picks one.
#include "pages.h"
#include "panels.h"
#include "space.h"
#include "tiles.h"
#include "variants.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif
#endif

// The order of operations is part of the contract: nothing may be contracted or reordered behind our back.
#pragma STDC FP_CONTRACT OFF

// What the whole numbers of uneven formats stand for.
static const int8_t uneven_steps[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
static const int8_t doubled_e2m1[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

// The same as they are in unpacked panels: plus PANEL_OFFSET.
static const uint8_t raised_uneven_steps[16] = {1, 24, 45, 63, 79, 93, 106, 118, 129, 141, 153, 166, 181, 197, 217, 241};
static const uint8_t raised_e2m1[16] = {128, 129, 130, 131, 132, 134, 136, 140, 128, 127, 126, 125, 124, 122, 120, 116};

#define LANES 4
#define NAME(x) portable_##x
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

// The same but for 8-bit weights, whose products the processor multiplies and adds up in one step.
#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#define LANES 4
#define NAME(x) neondot_##x
#define BASE(x) portable_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 1
#define PANEL_INPUTS 4
#include "vectors.inc"
#include "panel_product.inc"
#include "undefine.inc"
#pragma clang attribute pop

#endif

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define NAME(x) avx2_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS 3
#define TILE_INPUTS 4
#define SPECIAL_ROWS 4
#define SPECIAL_INPUTS 2
#define IS_SPECIAL(count) ((count) <= 2)
#define PANEL_INPUTS 6
#include "variant.inc"
#pragma clang attribute pop

// The same but for 8-bit weights, whose products the processor multiplies and adds up in one step, without wider vectors.
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avxvnni"))), apply_to = function)
#define LANES 8
#define NAME(x) avxvnni_##x
#define BASE(x) avx2_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 1
#define PANEL_INPUTS 6
#include "vectors.inc"
#include "panel_product.inc"
#include "undefine.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512_##x
#define HAS_FMA 1
#define HAS_F16C 1
// More weight rows than input rows: memory keeps up best, and both stay near.
#define TILE_ROWS 6
#define TILE_INPUTS 4
#define SPECIAL_ROWS TILE_ROWS
#define SPECIAL_INPUTS TILE_INPUTS
#define IS_SPECIAL(count) 0
#define PANEL_INPUTS 6
#include "variant.inc"
#pragma clang attribute pop

// The same but for 8-bit weights, whose products the processor multiplies and adds up in one step.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512vnni_##x
#define BASE(x) avx512_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define HAS_VNNI 1
#define PANEL_INPUTS 6
#include "vectors.inc"
#include "panel_product.inc"
#include "undefine.inc"
#pragma clang attribute pop

// The same but for inputs that are rounded to BF16, which the processor multiplies in pairs.
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define NAME(x) avx512bf16_##x
#define BASE(x) avx512_##x
#define HAS_FMA 1
#define HAS_F16C 1
#define TILE_ROWS 6
#define TILE_INPUTS 4
#define SPECIAL_ROWS TILE_ROWS
#define SPECIAL_INPUTS TILE_INPUTS
#define IS_SPECIAL(count) 0
#define HAS_PAIRS 1
#include "vectors.inc"
#include "pair_product.inc"
#include "attention.inc"
#include "undefine.inc"
#pragma clang attribute pop

#endif

// The kernels of which a variant is made: those with the widest vectors that it may use.
static const struct base {
    int needs;
    const struct kernels *kernels;
} bases[] = {
    {0, &portable_kernels},
#if defined(__x86_64__)
    {AVX2, &avx2_kernels},
    {AVX2 | AVX512, &avx512_kernels},
#endif
};

// Loops that take the place of a base's where a processor has what they need and no wider vectors than they use, the last of
// those for a format.
static const struct better_loops {
    int needs, lacks, format;
    const struct format_loops *loops;
} better[] = {
#if defined(__aarch64__)
    {NEON_DOT, 0, ESPALIER_Q8, &neondot_Q8_loops},
#define ROW(name, ...) {NEON_DOT, 0, ESPALIER_##name##_PANELS, &neondot_##name##_PANELS_loops},
    ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
#endif
#if defined(__x86_64__)
    {AVX2 | AVX_VNNI, AVX512, ESPALIER_Q8, &avxvnni_Q8_loops},
#define ROW(name, ...) {AVX2 | AVX_VNNI, AVX512, ESPALIER_##name##_PANELS, &avxvnni_##name##_PANELS_loops},
    ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
    {AVX2 | AVX512 | AVX512_VNNI, 0, ESPALIER_Q8, &avx512vnni_Q8_loops},
#define ROW(name, ...) {AVX2 | AVX512 | AVX512_VNNI, 0, ESPALIER_##name##_PANELS, &avx512vnni_##name##_PANELS_loops},
    ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
    {AVX2 | AVX512 | AVX512_BF16, 0, ESPALIER_BF16, &avx512bf16_BF16_loops},
#endif
};

// The variants with a name, worst first.
enum {
    WITH_AVX512 = AVX2 | AVX512,
    WITH_VNNI = WITH_AVX512 | AVX512_VNNI,
    WITH_PAIRS = WITH_AVX512 | AVX512_BF16,
};
static const struct variant {
    const char *name;
    int features;
} variants[] = {
    {"portable", 0},
#if defined(__aarch64__)
    {"neon", 0},
    {"neondot", NEON_DOT},
#endif
    {"avx2", AVX2},
    {"avxvnni", AVX2 | AVX_VNNI},
    {"avx512", WITH_AVX512},
    {"avx512vnni", WITH_VNNI},
    {"avx512bf16", WITH_VNNI | AVX512_BF16},
};
enum { VARIANTS = sizeof variants / sizeof variants[0] };

// What the processor has, and the system saves the registers of.
static int processor_features(void) {
    int features = 0;
#if defined(__aarch64__) && defined(__linux__)
    if (getauxval(AT_HWCAP) & 1ul << 20) features |= NEON_DOT;
#elif defined(__aarch64__) && defined(__APPLE__)
    features |= NEON_DOT;
#endif
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) features |= AVX2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq"))
        features |= AVX512;
    if (__builtin_cpu_supports("avx512vnni")) features |= AVX512_VNNI;
    if (__builtin_cpu_supports("avx512bf16")) features |= AVX512_BF16;
    unsigned a = 0, b, c, d;
    if (features & AVX2 && __get_cpuid_count(7, 1, &a, &b, &c, &d) && a & 1u << 4) features |= AVX_VNNI;
#endif
    return features;
}

// Kernels that use no other features.
static struct kernels kernels_with(int features) {
    struct kernels kernels;
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++)
        if ((bases[i].needs & ~features) == 0) kernels = *bases[i].kernels;
    for (size_t i = 0; i < sizeof better / sizeof better[0]; i++)
        if ((better[i].needs & ~features) == 0 && (better[i].lacks & features) == 0) kernels.formats[better[i].format] = better[i].loops;
#if defined(__x86_64__)
    if ((WITH_PAIRS & ~features) == 0) kernels.attention = avx512bf16_attention;
#endif
    for (int v = 0; v < VARIANTS; v++)
        if ((variants[v].features & ~features) == 0) kernels.variant = variants[v].name;
    kernels.features = features;
    return kernels;
}

// The variants, each limited to what the processor has, and then everything that it has.
static struct kernels made[VARIANTS + 1];

static void make_kernels(void) {
    const int features = processor_features();
    for (int v = 0; v < VARIANTS; v++) made[v] = kernels_with(variants[v].features & features);
    made[VARIANTS] = kernels_with(features);
}

// The best variant that is no better than the wanted; of all, where nothing of the name is known.
static const struct kernels *best_variant(const char *wanted) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_kernels);
    for (int v = 0; wanted && v < VARIANTS; v++)
        if (strcmp(wanted, variants[v].name) == 0) return &made[v];
    return &made[VARIANTS];
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

const char *espalier_variant_name(int place) { return place >= 0 && place < VARIANTS ? variants[place].name : NULL; }

int espalier_kernel_lanes(void) { return espalier_chosen_kernels()->lanes; }

const char *espalier_lower_kernels(const char *variant) {
    lowered = variant ? best_variant(variant) : NULL;
    return espalier_chosen_kernels()->variant;
}
