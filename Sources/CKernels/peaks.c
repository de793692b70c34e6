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
    AHEAD = 32 * BLOCK,  // how far before it asks for them: more than memory delivers while it answers
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
#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512(more) __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq" more)))
DEFINE_READ(avx2_read, AVX2)
DEFINE_READ(avx512_read, AVX512(""))
DEFINE_CHAINS(avx2_chains, AVX2, float, 8, __builtin_elementwise_fma(a, factor, addend))
DEFINE_CHAINS(avx512_chains, AVX512(""), float, 16, __builtin_elementwise_fma(a, factor, addend))
DEFINE_CHAINS(
    avx512_pair_chains, AVX512(",avx512bf16"), float, 16,
    (vector)_mm512_dpbf16_ps((__m512)a, (__m512bh)factor, (__m512bh)addend))
DEFINE_CHAINS(avx2_whole_chains, AVX2, int32_t, 8, WHOLE_STEP(_mm256_madd_epi16, __m256i))
DEFINE_CHAINS(avx512_whole_chains, AVX512(""), int32_t, 16, WHOLE_STEP(_mm512_madd_epi16, __m512i))
DEFINE_CHAINS(
    avx512_whole_step_chains, AVX512(",avx512vnni"), int32_t, 16,
    (vector)_mm512_dpbusd_epi32((__m512i)a, (__m512i)factor, (__m512i)addend))
#endif

struct peak_loops {
    uint64_t (*read)(const char *, int64_t);
    float (*chains)(int64_t), (*pair_chains)(int64_t), (*whole_chains)(int64_t);
};

// Pairs are multiplied as singles where the processor does not multiply them by itself.
static struct peak_loops loops_of_variant(void) {
#if defined(__x86_64__)
    const struct kernels *kernels = espalier_chosen_kernels();
    if (kernels->lanes == 16)
        return (struct peak_loops){
            avx512_read,
            avx512_chains,
            kernels->multiplies_pairs ? avx512_pair_chains : avx512_chains,
            kernels->adds_products ? avx512_whole_step_chains : avx512_whole_chains,
        };
    if (kernels->lanes == 8) return (struct peak_loops){avx2_read, avx2_chains, avx2_chains, avx2_whole_chains};
#endif
    return (struct peak_loops){portable_read, portable_chains, portable_chains, portable_whole_chains};
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

double espalier_multiply_add(int type, int64_t steps, float *results) {
    const struct kernels *kernels = espalier_chosen_kernels();
    const struct peak_loops loops = loops_of_variant();
    struct multiply_add work = {loops.chains, steps, results};
    int products = 1;  // added to a lane at a step
    if (is_panels(type)) {
        work.chains = loops.whole_chains;
        products = type == ESPALIER_Q8_BYTES && kernels->adds_products ? 4 : 2;
    } else if (type == ESPALIER_BF16_PAIRS) {
        work.chains = loops.pair_chains;
        products = kernels->multiplies_pairs ? 2 : 1;
    }
    espalier_parallel(ESPALIER_PEAK_PARTS, 1, ESPALIER_MOST_THREADS, multiply_add_part, &work);
    return 2.0 * 12 * products * kernels->lanes * (double)steps * ESPALIER_PEAK_PARTS;
}
