// Loops that show the machine's bounds: how fast it reads, and how fast it multiplies and adds.
#include "CKernels.h"
#include "pool.h"
#include "variants.h"

#include <stdatomic.h>

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
#define DEFINE_CHAINS(name, attributes, lanes, step) \
    attributes static float name(int64_t steps) { \
        typedef float vector __attribute__((vector_size(4 * lanes))); \
        vector chains[12]; \
        for (int c = 0; c < 12; c++) chains[c] = (vector){0} + (float)c; \
        vector factor = (vector){0} + 0.5f, addend = (vector){0} + 1.0f; \
        for (int64_t i = 0; i < steps; i++) { \
            __asm__ volatile("" : "+r"(i)); \
            _Pragma("clang loop unroll(full)") for (int c = 0; c < 12; c++) { \
                const vector a = chains[c]; \
                chains[c] = step; \
            } \
        } \
        float total = 0; \
        for (int c = 0; c < 12; c++) for (int j = 0; j < lanes; j++) total += chains[c][j]; \
        return total; \
    }

#if defined(__aarch64__)
#define PORTABLE_STEP __builtin_elementwise_fma(a, factor, addend)
#else
#define PORTABLE_STEP (a * factor + addend)
#endif

DEFINE_READ(portable_read, )
DEFINE_CHAINS(portable_chains, , 4, PORTABLE_STEP)
#if defined(__x86_64__)
DEFINE_READ(avx2_read, __attribute__((target("avx2"))))
DEFINE_READ(avx512_read, __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))))
DEFINE_CHAINS(avx2_chains, __attribute__((target("avx2,fma"))), 8, __builtin_elementwise_fma(a, factor, addend))
DEFINE_CHAINS(
    avx512_chains, __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))), 16,
    __builtin_elementwise_fma(a, factor, addend))
#endif

struct peak_loops {
    uint64_t (*read)(const char *, int64_t);
    float (*chains)(int64_t);
    int lanes;
};

static struct peak_loops loops_of_variant(void) {
#if defined(__x86_64__)
    const int lanes = espalier_chosen_kernels()->lanes;
    if (lanes == 16) return (struct peak_loops){avx512_read, avx512_chains, 16};
    if (lanes == 8) return (struct peak_loops){avx2_read, avx2_chains, 8};
#endif
    return (struct peak_loops){portable_read, portable_chains, 4};
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
    struct peak_loops loops;
    int64_t steps;
    float *results;
};

static void multiply_add_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct multiply_add *m = context;
    (void)worker;
    for (int64_t part = begin; part < end; part++) m->results[part] = m->loops.chains(m->steps);
}

double espalier_multiply_add(int64_t steps, float *results) {
    struct multiply_add work = {loops_of_variant(), steps, results};
    espalier_parallel(ESPALIER_PEAK_PARTS, 1, ESPALIER_MOST_THREADS, multiply_add_part, &work);
    return 2.0 * 12 * work.loops.lanes * (double)steps * ESPALIER_PEAK_PARTS;
}
