// The loops that inference spends its time in. Shapes stand beside every pointer: (rows, columns), row-major.
//
// Each function picks, once a process, the best variant that the processor can run: AVX-512 with or without VNNI and BF16,
// AVX2 with FMA and F16C, or plain C with the compiler's vectors, which is NEON on arm64 and SSE2 on x86-64. In the
// environment ESPALIER_KERNELS lowers the choice to a variant by its name; it never raises it above what the processor has,
// and a name that is none changes nothing.
//
// No result of one row depends on how many other rows a call computes: every element is summed by one accumulator
// vector in ascending order of the inner index, whatever the tile. Verifying a tree is therefore bit for bit what
// decoding its paths token by token would give.
#ifndef ESPALIER_CKERNELS_H
#define ESPALIER_CKERNELS_H

#include <stdint.h>

#include "PeakKernels.h"
#include "StorageFormats.h"
#include "TrainingKernels.h"

#ifdef __cplusplus
extern "C" {
#endif

// The name of the variant that the calling thread uses: "avx512bf16", "avx512vnni", "avx512", "avxvnni", "avx2", "neondot", "neon" or
// "portable".
const char *espalier_kernel_variant(void);

// The names of all variants, worst first; NULL from the last on.
const char *espalier_variant_name(int place);

// How many singles its vectors hold.
int espalier_kernel_lanes(void);

// Makes the calling thread use the best variant that is no better than the named one, until it calls again; NULL goes
// back to the choice of the process. Returns the name of the variant in use from now on.
const char *espalier_lower_kernels(const char *variant);

// How many threads the kernels use that the calling thread calls, itself among them. No result depends on it.
enum { ESPALIER_MOST_THREADS = 64 };
int espalier_thread_count(void);

// Sets that number for all threads that have entered no pool; 1 unless set.
void espalier_set_thread_count(int count);

// Threads of one owner, the one that calls the kernels among them; NULL where there is no memory. Who destroys a pool makes
// sure that no thread is in it.
struct espalier_pool *espalier_pool_create(int threads);
void espalier_pool_destroy(struct espalier_pool *pool);

// From now on the calling thread's kernels use a pool, or with NULL the one of the process. Returns the one they used before.
struct espalier_pool *espalier_pool_enter(struct espalier_pool *pool);

// From now on the process keeps what it frees, but for the largest blocks, for what it allocates next, where the C library
// can be told so (glibc).
void espalier_keep_freed_memory(void);

// A weight matrix and where its product with an input goes.
struct espalier_factor {
    const void *weights;  // (rows, depth) of a format that the factors of one call share
    float *output;        // (count, rows)
    int64_t rows;
};

// output = input · weightsᵀ for each of some factors, the input rounded as said. Weights may be unaligned. Factors that share an
// input, such as those of queries, keys and values, are best given in one call: the threads meet once, and the input is
// prepared once.
enum { ESPALIER_MOST_FACTORS = 4 };
void espalier_matrix_products(
    const struct espalier_factor *factors,  // (number), 1 to ESPALIER_MOST_FACTORS
    int number, int format, int rounding,
    const float *input,                     // (count, depth)
    int64_t depth, int64_t count);

// The same product for many input rows: blocks of weight rows are widened and handed to a library's single-threaded
// product of singles, output = input · blockᵀ with `stride` numbers from one output row to the next.
typedef void espalier_single_product(
    const float *input,   // (count, depth)
    const float *block,   // (rows, depth)
    float *output,        // (count, stride), of which the first `rows` columns are written
    int64_t count, int64_t rows, int64_t depth, int64_t stride);

void espalier_wide_product(
    const void *weights,  // (rows, depth) of `format`
    int format,
    const float *input,   // (count, depth)
    float *output,        // (count, rows)
    float *scratch,       // (threads, block_rows, depth)
    int threads,          // the most threads that take part
    int64_t block_rows, int64_t rows, int64_t depth, int64_t count, espalier_single_product *product);

// Rounds rows to 8 bits, 32 numbers of a row at a time: their scale is their largest magnitude / 127, rounded up to 8
// significant bits, and each number the nearest multiple of it, the even one of two. A block with an infinity or NaN becomes
// NaN throughout. Blocks of 16 rows are interleaved.
void espalier_quantise(
    const void *source,  // (rows, depth) of `format`
    int format,
    void *panels,        // espalier_weight_bytes(ESPALIER_Q8, rows, depth), all zero before
    int64_t rows, int64_t depth);

// Encodes rows as blocks of a GGUF file, Q4_K, Q5_1 or Q6_K: of many scales and minima the best by the square of the errors, each
// weighted by the number's magnitude plus the root mean square of its part. Every variant finds the same ones. Magnitudes are at
// most 65504, the largest half; a block with an infinity or NaN becomes NaN throughout.
void espalier_encode(
    const void *source,  // (rows, depth) of `format`
    int format, int target,
    void *blocks,        // (rows, depth) of the target's format, whose blocks divide the depth
    int64_t rows, int64_t depth);

// Rearranges rows of a format that espalier_panels_of knows.
void espalier_pack(
    const void *source,  // (rows, depth) of `format`, whole blocks
    int format,
    void *panels,        // espalier_weight_bytes(espalier_panels_of(format), rows, depth), all zero before
    int64_t rows, int64_t depth);

// Converts row number `row` to singles, exactly.
void espalier_widen_row(
    const void *weights,  // (any, depth) of `format`
    int format, int64_t row,
    float *destination,   // (depth)
    int64_t depth);

// output[r] = input[r] / sqrt(mean(input[r]²) + epsilon) · weight. In place is fine.
void espalier_rms_norm(
    const float *input,   // (rows, width)
    const float *weight,  // (width)
    float *output,        // (rows, width)
    int64_t rows, int64_t width, float epsilon);

// Rotates the halves of every head's first `rotated` elements by its row's angles (NeoX layout: element i pairs with
// i + rotated / 2); the others stay as they are. In place is fine.
void espalier_rotate(
    const float *vectors,    // (rows, heads, width)
    const float *cosines,    // (positions, rotated / 2)
    const float *sines,      // (positions, rotated / 2)
    const int32_t *positions,  // (rows), each a row of the tables
    float *output,           // (rows, heads, width)
    int64_t rows, int64_t heads, int64_t width, int64_t rotated);

// output = gate / (1 + exp(-gate)) · up, elementwise. In place is fine.
void espalier_swiglu(const float *gate, const float *up, float *output, int64_t count);

// output = gelu(gate) · up with gelu(x) = x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), elementwise. In place is fine.
void espalier_gelu_gate(const float *gate, const float *up, float *output, int64_t count);

// Bounds numbers softly, x = cap · tanh(x / cap); an infinity becomes NaN, so that no overflow hides behind a cap.
void espalier_soft_cap(float *numbers, float cap, int64_t count);

// output = left + right, elementwise. In place is fine.
void espalier_add(const float *left, const float *right, float *output, int64_t count);

// How the keys and values of a sequence are kept: as singles, as BF16, or as whole numbers of 8 bits with a scale for every 32 of them.
// In the latter two queries and the weights of values are rounded to BF16 too, as are the numbers that 8 bits stand for, and denormal
// numbers may count as zero. A number that is not finite makes none of the 32 that share its scale.
enum { ESPALIER_KEPT_F32, ESPALIER_KEPT_BF16, ESPALIER_KEPT_Q8 };

// Slots lie in pages of so many, each of so many bytes a group, aligned to a line of the cache and zero before its first use.
enum { ESPALIER_PAGE_SLOTS = 64 };
int64_t espalier_page_bytes(int kind, int64_t width);

// Writes the key and the value of a slot of a page's group, counted within the page. The slots behind count as free.
void espalier_keep_slot(int kind, void *page, int64_t slot, const float *key, const float *value, int64_t width);

// Copies those of another slot, of this page or another one; the slots behind count as free.
void espalier_move_slot(int kind, void *page, int64_t slot, const void *source, int64_t source_slot, int64_t width);

// Attention of each query row over the slots that it sees: first the slots 0 ..< leading[row], then the listed ones, in that
// order. A tree row lists its ancestors and itself; a causal row lists nothing. A window leaves each row the last slots of this
// order. What was written behind a row's last slot must be finite.
struct espalier_attention {
    const float *queries;      // (rows, heads, width)
    const void *const *pages;  // of as many slots as any row sees, each (groups) of espalier_page_bytes
    const int32_t *leading;    // (rows)
    const int32_t *starts;     // (rows + 1): row r lists slots[starts[r] ..< starts[r + 1]]
    const int32_t *slots;      // (starts[rows])
    float *output;             // (rows, heads, width)
    int kind;                  // how keys and values are kept
    int threads;               // the most threads that take part
    int64_t rows, heads, groups, width;
    float scale;               // multiplies the scores
    float soft_cap;            // bounds the scaled scores as espalier_soft_cap does; 0 for no bound
    int64_t window;            // how many slots each row sees at most, the last of its own; 0 for all of them
};
void espalier_attend(const struct espalier_attention *attention);

// The `wanted` largest of `count` numbers, descending, ties in ascending order of index, and the logarithm of the sum
// of all exponentials. Returns how many were written: min(wanted, count), fewer if numbers are NaN.
int64_t espalier_top_k(
    const float *logits,   // (count)
    int64_t count, int64_t wanted,
    int32_t *indices,      // (wanted)
    float *largest,        // (wanted)
    float *log_sum_exp);

// Whether all numbers are finite: 1 or 0.
int espalier_all_finite(const float *numbers, int64_t count);

#ifdef __cplusplus
}
#endif

#endif
