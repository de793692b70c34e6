// The kernels as the rest of the toolkit calls them: work is prepared once, and shared among the threads.
#include "CKernels.h"
#include "panels.h"
#include "pool.h"
#include "space.h"
#include "tiles.h"
#include "variants.h"

#include <stddef.h>

// A region costs about as much as this many multiplications on one thread, or as copying this many numbers.
enum { FEWEST_MULTIPLICATIONS = 32768, FEWEST_NUMBERS = 16384 };

struct products {
    product_function *multiply;
    const struct espalier_factor *factors;
    int number;
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
        const struct product product = {
            .weights = factor->weights, .input = p->input, .output = factor->output, .rows = factor->rows,
            .depth = p->depth, .count = p->count, .begin = begin < 0 ? 0 : begin * p->grain,
            .end = end < grains ? end * p->grain : factor->rows,
        };
        if (product.begin < product.end) p->multiply(&product);
        begin -= grains;
        end -= grains;
    }
}

typedef void round_function(const float *input, float *rounded, int64_t count);

struct arrangement {
    round_function *round;  // or NULL
    arrange_function *arrange;
    const float *input;
    float *rounded;
    void *arranged;
    int64_t depth, count;
};

static void arrangement_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct arrangement *a = context;
    const int64_t depth = a->depth;
    (void)worker;
    for (int64_t c = begin; a->round && c < end; c++) a->round(a->input + c * depth, a->rounded + c * depth, depth);
    a->arrange(a->round ? a->rounded : a->input, a->arranged, depth, a->count, begin, end);
}

static round_function *round_function_of(const struct kernels *kernels, int rounding) {
    switch (rounding) {
        case ESPALIER_INPUTS_BF16: return kernels->round_to_bf16;
        case ESPALIER_INPUTS_Q8: return kernels->round_to_bytes;
        default: return NULL;
    }
}

// The input in the calling thread's space, rounded and as a product reads it.
static const void *arranged_input(
    const struct product_loops *loops, round_function *round, const float *input, int64_t depth, int64_t count) {
    // In singles, and in whole lines of the cache.
    const int64_t arranged = (count * (arranged_depth(depth) / 32 * loops->block_bytes) + 63) / 64 * 16;
    float *space = espalier_space(arranged + (round ? count * depth : 0));
    struct arrangement arrangement = {round, loops->arrange, input, space + arranged, space, depth, count};
    const int is_small = count * depth < FEWEST_NUMBERS;
    espalier_parallel(count, is_small ? count : 1, ESPALIER_MOST_THREADS, arrangement_part, &arrangement);
    return space;
}

// The loops of a format for a rounding, or, where there are none, those for inputs that are rounded before.
static const struct product_loops *loops_for(const struct kernels *kernels, int format, int rounding) {
    const struct product_loops *products = kernels->formats[format]->products;
    return products[rounding].product ? &products[rounding] : &products[ESPALIER_INPUTS_FULL];
}

int espalier_arithmetic(int format, int rounding) {
    return loops_for(espalier_chosen_kernels(), format, rounding)->arithmetic;
}

void espalier_matrix_products(
    const struct espalier_factor *factors, int number, int format, int rounding, const float *input, int64_t depth,
    int64_t count) {
    const struct kernels *kernels = espalier_chosen_kernels();
    const struct product_loops *loops = loops_for(kernels, format, rounding);
    const int rounds = loops == &kernels->formats[format]->products[rounding];
    round_function *round = rounds ? NULL : round_function_of(kernels, rounding);
    // Parts begin where tiles do: with panels; of rows, of 2, 4 or 8, and of 3 or 6 where rows are long. Short ones end with a row
    // or two that tiles of 3 or 6 leave, which costs less than parts of unequal size.
    const int together = espalier_format(format)->rows_together;
    const int64_t grain = together > 1 ? 2 * together : depth <= SHALLOW_DEPTH ? 8 : 24;
    struct products products = {loops->product, factors, number, input, grain, depth, count};
    if (round || count > 1 || !loops->reads_single_row) products.input = arranged_input(loops, round, input, depth, count);
    int64_t rows = 0, grains = 0;
    for (int f = 0; f < number; f++) {
        rows += factors[f].rows;
        grains += (factors[f].rows + grain - 1) / grain;
    }
    const int is_small = rows * depth * count < FEWEST_MULTIPLICATIONS;
    espalier_parallel(grains, is_small ? grains : 1, ESPALIER_MOST_THREADS, products_part, &products);
}

struct wide_product {
    widen_function *widen;
    const void *weights;
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
            p->widen(p->weights, r + i, p->depth, 0, p->depth, block + i * p->depth);
        p->product(p->input, block, p->output + r, p->count, rows, p->depth, p->rows);
    }
}

void espalier_wide_product(
    const void *weights, int format, const float *input, float *output, float *scratch, int threads,
    int64_t block_rows, int64_t rows, int64_t depth, int64_t count, espalier_single_product *product) {
    struct wide_product wide = {
        espalier_chosen_kernels()->formats[format]->widen, weights, input, output, scratch, block_rows, rows, depth, count,
        product,
    };
    // Parts are whole blocks, so that the library sees the same products, and rounds alike, for any number of threads.
    espalier_parallel(rows, block_rows, threads, wide_product_part, &wide);
}

// Rows of a copy in another format.
struct conversion {
    const struct kernels *kernels;
    widen_function *widen;
    const void *source;
    void *destination;
    int64_t depth;
    int target;
};

static void quantisation_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct conversion *c = context;
    (void)worker;
    c->kernels->quantise(c->source, c->widen, c->depth, c->destination, begin, end);
}

void espalier_quantise(const void *source, int format, void *panels, int64_t rows, int64_t depth) {
    const struct kernels *kernels = espalier_chosen_kernels();
    struct conversion conversion = {kernels, kernels->formats[format]->widen, source, panels, depth, ESPALIER_Q8};
    const int is_small = rows * depth < FEWEST_MULTIPLICATIONS;
    // Rows of a panel share lines of the cache: one thread writes them.
    espalier_parallel(rows, is_small ? rows : PANEL_ROWS, ESPALIER_MOST_THREADS, quantisation_part, &conversion);
}

static void encoding_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct conversion *c = context;
    (void)worker;
    c->kernels->encode(c->source, c->widen, c->depth, c->target, c->destination, begin, end);
}

void espalier_encode(const void *source, int format, int target, void *blocks, int64_t rows, int64_t depth) {
    const struct kernels *kernels = espalier_chosen_kernels();
    struct conversion conversion = {kernels, kernels->formats[format]->widen, source, blocks, depth, target};
    espalier_parallel(rows, 1, ESPALIER_MOST_THREADS, encoding_part, &conversion);
}

void espalier_widen_row(const void *weights, int format, int64_t row, float *destination, int64_t depth) {
    espalier_chosen_kernels()->formats[format]->widen(weights, row, depth, 0, depth, destination);
}

void espalier_rms_norm(
    const float *input, const float *weight, float *output, int64_t rows, int64_t width, float epsilon) {
    espalier_chosen_kernels()->rms_norm(input, weight, output, rows, width, epsilon);
}

void espalier_rotate(
    const float *vectors, const float *cosines, const float *sines, const int32_t *positions, float *output,
    int64_t rows, int64_t heads, int64_t width, int64_t rotated) {
    espalier_chosen_kernels()->rotate(vectors, cosines, sines, positions, output, rows, heads, width, rotated);
}

void espalier_swiglu(const float *gate, const float *up, float *output, int64_t count) {
    espalier_chosen_kernels()->swiglu(gate, up, output, count);
}

void espalier_gelu_gate(const float *gate, const float *up, float *output, int64_t count) {
    espalier_chosen_kernels()->gelu_gate(gate, up, output, count);
}

void espalier_soft_cap(float *numbers, float cap, int64_t count) {
    espalier_chosen_kernels()->soft_cap(numbers, cap, count);
}

void espalier_add(const float *left, const float *right, float *output, int64_t count) {
    espalier_chosen_kernels()->add(left, right, output, count);
}

struct attention_region {
    const struct kernels *kernels;
    struct attention_units units;
};

static void attention_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct attention_region *region = context;
    (void)worker;
    region->kernels->attention(&region->units, begin, end);
}

// The queries of a unit: so many stay in the second-level cache, with their sums, while keys and values pass by once for all.
enum { MOST_QUERIES = 384 };

static int64_t divided(int64_t count, int64_t by) { return (count + by - 1) / by; }

void espalier_attend(const struct espalier_attention *a) {
    const int64_t sharing = a->heads / a->groups;
    struct attention_region region = {espalier_chosen_kernels(), {*a, a->rows, sharing}};
    struct attention_units *units = &region.units;
    // As few rows as leave each thread as much to do as the others; of a single row as few heads.
    int64_t parts = divided(a->rows * sharing, MOST_QUERIES);
    while (parts < a->rows && a->groups * parts % a->threads != 0) parts++;
    units->rows = divided(a->rows, parts < a->rows ? parts : a->rows);
    parts = 1;
    while (a->rows == 1 && parts < sharing && a->groups * parts % a->threads != 0) parts++;
    units->heads = divided(sharing, parts);
    const int64_t count = divided(a->rows, units->rows) * divided(sharing, units->heads) * a->groups;
    int64_t seen = 0;
    for (int64_t r = 0; r < a->rows; r++) seen += a->leading[r] + a->starts[r + 1] - a->starts[r];
    const int is_small = seen * a->heads * a->width < FEWEST_MULTIPLICATIONS;
    espalier_parallel(count, is_small ? count : 1, a->threads, attention_part, &region);
}

int64_t espalier_top_k(
    const float *logits, int64_t count, int64_t wanted, int32_t *indices, float *largest, float *log_sum_exp) {
    return espalier_chosen_kernels()->top_k(logits, count, wanted, indices, largest, log_sum_exp);
}

int espalier_all_finite(const float *numbers, int64_t count) { return espalier_chosen_kernels()->all_finite(numbers, count); }
