// Loops that show the machine's bounds: how fast it reads, and how fast it multiplies and adds.
#include "CKernels.h"
#include "pool.h"
#include "variants.h"

#include <stdatomic.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef uint64_t words __attribute__((vector_size(64), aligned(1)));

enum {
    BLOCK = 512,         // bytes that one step of the loop reads
    AHEAD = 32 * BLOCK,  // how far before it prefetches them: more than memory delivers while it answers
};

// Four sums in turn, so that no addition waits for the one before.
#define DEFINE_READ(name, attributes) \
    attributes static uint64_t name(const char *bytes, int64_t count) { \
        words sums[4] = {{0}}; \
        for (int64_t i = 0; i < count; i += BLOCK) { \
            for (int j = 0; j < BLOCK / 64; j++) __builtin_prefetch(bytes + i + AHEAD + 64 * j, 0, 2); \
            for (int j = 0; j < BLOCK / 64; j++) sums[j & 3] += *(const words *)(bytes + i + 64 * j); \
        } \
        const words sum = (sums[0] + sums[1]) + (sums[2] + sums[3]); \
        uint64_t total = 0; \
        for (int j = 0; j < 8; j++) total += sum[j]; \
        return total; \
    }

// Twelve chains: enough to hide the latency of every processor's multiply-add, few enough for sixteen registers.
#define DEFINE_CHAINS(name, attributes, element, lanes, step) \
    attributes static float name(int64_t steps) { \
        typedef element vector __attribute__((vector_size(4 * lanes))); \
        vector chains[12]; \
        for (int c = 0; c < 12; c++) chains[c] = (vector){0} + (element)c; \
        const vector factor = (vector){0} + (element)0.5f, addend = (vector){0} + (element)1; \
        for (int64_t i = 0; i < steps; i++) { \
            __asm__ volatile("" : "+r"(i)); \
            _Pragma("clang loop unroll(full)") for (int c = 0; c < 12; c++) { \
                const vector a = chains[c]; \
                chains[c] = step; \
            } \
        } \
        float total = 0; \
        for (int c = 0; c < 12; c++) for (int j = 0; j < lanes; j++) total += (float)chains[c][j]; \
        (void)factor; \
        (void)addend; \
        return total; \
    }

#if defined(__aarch64__)
#define PORTABLE_STEP __builtin_elementwise_fma(a, factor, addend)
#else
#define PORTABLE_STEP (a * factor + addend)
#endif
// Pairs of 16-bit numbers, multiplied and added to a sum: what products of 8-bit weights are made of. Where the processor
// multiplies four bytes at a time, two such steps take an input's upper and lower bytes, which is a pair a step too.
#if defined(__x86_64__)
#define WHOLE_STEP(madd, type) (a + (vector)madd((type)a, (type)addend))
#else
#define WHOLE_STEP(madd, type) (a + (a << 16 >> 16) * (addend << 16 >> 16) + (a >> 16) * (addend >> 16))
#endif

DEFINE_READ(portable_read, )
DEFINE_CHAINS(portable_chains, , float, 4, PORTABLE_STEP)
DEFINE_CHAINS(portable_whole_chains, , int32_t, 4, WHOLE_STEP(_mm_madd_epi16, __m128i))
#if defined(__x86_64__)
#define FOR_AVX2 __attribute__((target("avx2,fma")))
#define FOR_AVX512(more) __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq" more)))
DEFINE_READ(avx2_read, FOR_AVX2)
DEFINE_READ(avx512_read, FOR_AVX512(""))
DEFINE_CHAINS(avx2_chains, FOR_AVX2, float, 8, __builtin_elementwise_fma(a, factor, addend))
DEFINE_CHAINS(avx512_chains, FOR_AVX512(""), float, 16, __builtin_elementwise_fma(a, factor, addend))
DEFINE_CHAINS(
    avx512_pair_chains, FOR_AVX512(",avx512bf16"), float, 16,
    (vector)_mm512_dpbf16_ps((__m512)a, (__m512bh)factor, (__m512bh)addend))
DEFINE_CHAINS(avx2_whole_chains, FOR_AVX2, int32_t, 8, WHOLE_STEP(_mm256_madd_epi16, __m256i))
DEFINE_CHAINS(
    avx2_whole_step_chains, __attribute__((target("avx2,fma,avxvnni"))), int32_t, 8,
    (vector)_mm256_dpbusd_avx_epi32((__m256i)a, (__m256i)factor, (__m256i)addend))
DEFINE_CHAINS(
    avx2_byte_chains, FOR_AVX2, int32_t, 8,
    (vector)_mm256_add_epi16((__m256i)a, _mm256_maddubs_epi16((__m256i)addend, (__m256i)a)))
DEFINE_CHAINS(
    avx512_byte_chains, FOR_AVX512(""), int32_t, 16,
    (vector)_mm512_add_epi16((__m512i)a, _mm512_maddubs_epi16((__m512i)addend, (__m512i)a)))
DEFINE_CHAINS(avx512_whole_chains, FOR_AVX512(""), int32_t, 16, WHOLE_STEP(_mm512_madd_epi16, __m512i))
DEFINE_CHAINS(
    avx512_whole_step_chains, FOR_AVX512(",avx512vnni"), int32_t, 16,
    (vector)_mm512_dpbusd_epi32((__m512i)a, (__m512i)factor, (__m512i)addend))
#endif

// By arithmetic: what shows its bound, and how many products one step adds to a lane.
struct peak_loops {
    uint64_t (*read)(const char *, int64_t);
    float (*chains[ESPALIER_ARITHMETICS])(int64_t);
    int products[ESPALIER_ARITHMETICS];
};

static struct peak_loops loops_with(
    uint64_t (*read)(const char *, int64_t), float (*singles)(int64_t), float (*whole)(int64_t)) {
    return (struct peak_loops){
        read,
        {
            [ESPALIER_SINGLES] = singles, [ESPALIER_PAIRS] = singles, [ESPALIER_WHOLE_PAIRS] = whole,
            [ESPALIER_WHOLE_BYTES] = whole,
        },
        {[ESPALIER_SINGLES] = 1, [ESPALIER_PAIRS] = 1, [ESPALIER_WHOLE_PAIRS] = 2, [ESPALIER_WHOLE_BYTES] = 2},
    };
}

// Bytes whose products are added in 16 bits.
static struct peak_loops with_bytes(struct peak_loops loops, float (*chains)(int64_t)) {
    loops.chains[ESPALIER_WHOLE_BYTES] = chains;
    loops.products[ESPALIER_WHOLE_BYTES] = 4;
    return loops;
}

static struct peak_loops loops_of_variant(void) {
#if defined(__x86_64__)
    const int features = espalier_chosen_kernels()->features;
    struct peak_loops loops = loops_with(portable_read, portable_chains, portable_whole_chains);
    if (features & AVX2) loops = with_bytes(loops_with(avx2_read, avx2_chains, avx2_whole_chains), avx2_byte_chains);
    if (features & AVX_VNNI) {
        loops.chains[ESPALIER_WHOLE_PAIRS] = loops.chains[ESPALIER_WHOLE_BYTES] = avx2_whole_step_chains;
        loops.products[ESPALIER_WHOLE_BYTES] = 4;
    }
    if (features & AVX512) loops = with_bytes(loops_with(avx512_read, avx512_chains, avx512_whole_chains), avx512_byte_chains);
    if (features & AVX512_BF16) {
        loops.chains[ESPALIER_PAIRS] = avx512_pair_chains;
        loops.products[ESPALIER_PAIRS] = 2;
    }
    if (features & AVX512_VNNI) {
        loops.chains[ESPALIER_WHOLE_PAIRS] = loops.chains[ESPALIER_WHOLE_BYTES] = avx512_whole_step_chains;
        loops.products[ESPALIER_WHOLE_BYTES] = 4;
    }
    return loops;
#else
    return loops_with(portable_read, portable_chains, portable_whole_chains);
#endif
}

struct stream {
    const char *bytes;
    struct peak_loops loops;
    _Atomic uint64_t sum;
};

static void stream_part(void *context, int64_t begin, int64_t end, int worker) {
    struct stream *s = context;
    (void)worker;
    atomic_fetch_add_explicit(&s->sum, s->loops.read(s->bytes + begin, end - begin), memory_order_relaxed);
}

uint64_t espalier_stream_read(const void *bytes, int64_t count) {
    struct stream stream = {bytes, loops_of_variant(), 0};
    espalier_parallel(count, BLOCK, ESPALIER_MOST_THREADS, stream_part, &stream);
    return atomic_load(&stream.sum);
}

struct multiply_add {
    float (*chains)(int64_t);
    int64_t steps;
    float *results;
};

static void multiply_add_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct multiply_add *m = context;
    (void)worker;
    for (int64_t part = begin; part < end; part++) m->results[part] = m->chains(m->steps);
}

double espalier_multiply_add(int arithmetic, int64_t steps, float *results) {
    const struct kernels *kernels = espalier_chosen_kernels();
    const struct peak_loops loops = loops_of_variant();
    struct multiply_add work = {loops.chains[arithmetic], steps, results};
    espalier_parallel(ESPALIER_PEAK_PARTS, 1, ESPALIER_MOST_THREADS, multiply_add_part, &work);
    return 2.0 * 12 * loops.products[arithmetic] * kernels->lanes * (double)steps * ESPALIER_PEAK_PARTS;
}
