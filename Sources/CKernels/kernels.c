// The kernels as the rest of the toolkit calls them: work is prepared once, and shared among the threads.
#include "CKernels.h"
#include "pool.h"
#include "space.h"
#include "variants.h"

// A region costs about as much as this many multiplications on one thread, or as copying this many numbers.
enum { FEWEST_MULTIPLICATIONS = 32768, FEWEST_NUMBERS = 16384 };

struct products {
    const struct kernels *kernels;
    const struct espalier_factor *factors;
    int number, type;
    const void *input;
    int64_t grain, depth, count;
};

// The rows begin ..< end of a factor.
static void factor_part(const struct products *p, const struct espalier_factor *factor, int64_t begin, int64_t end) {
    const struct kernels *kernels = p->kernels;
    const void *weights = factor->weights;
    float *output = factor->output;
    const int64_t rows = factor->rows;
    switch (p->type) {
        case ESPALIER_Q8: kernels->panel_product(weights, p->input, output, rows, p->depth, p->count, begin, end); break;
        case ESPALIER_Q8_BYTES:
            kernels->byte_panel_product(weights, p->input, output, rows, p->depth, p->count, begin, end);
            break;
        case ESPALIER_BF16_PAIRS:
            kernels->rounded_product(weights, p->input, output, rows, p->depth, p->count, begin, end);
            break;
        default:
            kernels->matrix_product(weights, p->type, p->input, output, rows, p->depth, p->count, begin, end);
    }
}

// The grains begin ..< end of all factors' rows, each factor's last grain being as large as rows are left.
static void products_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct products *p = context;
    (void)worker;
    for (int f = 0; f < p->number; f++) {
        const struct espalier_factor *factor = p->factors + f;
        const int64_t grains = (factor->rows + p->grain - 1) / p->grain;
        const int64_t first = begin < 0 ? 0 : begin * p->grain;
        const int64_t last = end < grains ? end * p->grain : factor->rows;
        if (first < last) factor_part(p, factor, first, last);
        begin -= grains;
        end -= grains;
    }
}

struct arrangement {
    arrange_function *arrange;
    const float *input;
    int type;
    void *arranged;
    int64_t depth, count;
};

static void arrangement_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct arrangement *a = context;
    (void)worker;
    a->arrange(a->input, a->type, a->arranged, a->depth, a->count, begin, end);
}

// The input in the calling thread's space, as products with a type read it.
static const void *arranged_input(
    const struct kernels *kernels, int type, const float *input, int64_t depth, int64_t count) {
    struct arrangement arrangement = {
        .arrange = kernels->arrange, .input = input, .type = type, .depth = depth, .count = count,
    };
    int64_t words = arranged_depth(depth);
    if (type == ESPALIER_BF16_PAIRS) arrangement.arrange = kernels->arrange_rounded;
    if (is_panels(type)) {
        arrangement.arrange = type == ESPALIER_Q8 ? kernels->arrange_panels : kernels->arrange_byte_panels;
        words = block_count(depth) * (BLOCK_NUMBERS / 2 + 2);  // of a block: at most two bytes a number, a scale and an offset
    }
    arrangement.arranged = espalier_space(count * words);
    const int is_small = count * depth < FEWEST_NUMBERS;
    espalier_parallel(count, is_small ? count : 1, ESPALIER_MOST_THREADS, arrangement_part, &arrangement);
    return arrangement.arranged;
}

void espalier_matrix_products(
    const struct espalier_factor *factors, int number, int type, const float *input, int64_t depth, int64_t count) {
    const struct kernels *kernels = espalier_chosen_kernels();
    // Parts begin where tiles do: of 2, 4 or 8 rows, and of 3 or 6 where rows are long. Short ones end with a row or two that
    // tiles of 3 or 6 leave, which costs less than parts of unequal size.
    const int64_t grain = is_panels(type) ? 2 * PANEL_ROWS : depth <= SHALLOW_DEPTH ? 8 : 24;
    struct products products = {kernels, factors, number, type, input, grain, depth, count};
    if (type == ESPALIER_BF16 || type == ESPALIER_BF16_PAIRS || is_panels(type) || count > 1)
        products.input = arranged_input(kernels, type, input, depth, count);
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
    if (is_panels(type)) kernels->widen_panel_row(weights, row, depth, destination);
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
        espalier_chosen_kernels(), weights, type, input, output, scratch, block_rows, rows, depth, count, product,
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
    if (is_panels(type)) return (rows + PANEL_ROWS - 1) / PANEL_ROWS * panel_bytes(depth);
    return rows * row_bytes(type, depth);
}

void espalier_quantise(const void *source, int type, void *panels, int64_t rows, int64_t depth) {
    struct quantisation quantisation = {espalier_chosen_kernels(), source, type, panels, depth};
    const int is_small = rows * depth < FEWEST_MULTIPLICATIONS;
    // Rows of a panel share lines of the cache: one thread writes them.
    espalier_parallel(rows, is_small ? rows : PANEL_ROWS, ESPALIER_MOST_THREADS, quantisation_part, &quantisation);
}

void espalier_widen_row(const void *weights, int type, int64_t row, float *destination, int64_t depth) {
    widen_row(espalier_chosen_kernels(), weights, type, row, destination, depth);
}

void espalier_rms_norm(
    const float *input, const float *weight, float *output, int64_t rows, int64_t width, float epsilon) {
    espalier_chosen_kernels()->rms_norm(input, weight, output, rows, width, epsilon);
}

void espalier_rotate(
    float *vectors, const float *cosines, const float *sines, const int32_t *positions, int64_t rows,
    int64_t heads, int64_t width) {
    espalier_chosen_kernels()->rotate(vectors, cosines, sines, positions, rows, heads, width);
}

void espalier_swiglu(const float *gate, const float *up, float *output, int64_t count) {
    espalier_chosen_kernels()->swiglu(gate, up, output, count);
}

void espalier_add(float *accumulator, const float *addend, int64_t count) {
    espalier_chosen_kernels()->add(accumulator, addend, count);
}

struct attention_region {
    const struct kernels *kernels;
    struct bundling bundling;
};

static void attention_part(void *context, int64_t begin, int64_t end, int worker) {
    const struct attention_region *region = context;
    const struct espalier_attention *a = &region->bundling.attention;
    float *scores = a->scores + worker * ESPALIER_QUERIES_TOGETHER * a->seen;
    region->kernels->attention(&region->bundling, scores, begin, end);
}

// How many heads that share their keys are computed together: as many as leave work for every thread.
static int64_t heads_together(int64_t rows, int64_t heads, int64_t groups, int threads) {
    int64_t together = ESPALIER_QUERIES_TOGETHER;
    while (heads / groups % together != 0) together--;
    while (together > 1 && rows * heads / together < threads) together = together == 4 ? 2 : 1;
    return together;
}

// And how many rows of so many heads.
static int64_t rows_together(int64_t rows, int64_t heads, int64_t heads_together, int threads) {
    int64_t together = ESPALIER_QUERIES_TOGETHER / heads_together;
    while (together > 1 && (rows + together - 1) / together * (heads / heads_together) < threads) together--;
    return together;
}

void espalier_attend(const struct espalier_attention *a) {
    const int64_t some_heads = heads_together(a->rows, a->heads, a->groups, a->threads);
    const int64_t some_rows = rows_together(a->rows, a->heads, some_heads, a->threads);
    struct attention_region region = {espalier_chosen_kernels(), {*a, some_heads, some_rows}};
    const int64_t bundles = (a->rows + some_rows - 1) / some_rows * (a->heads / some_heads);
    const int is_small = a->rows * a->heads * a->seen * a->width < FEWEST_MULTIPLICATIONS;
    espalier_parallel(bundles, is_small ? bundles : 1, a->threads, attention_part, &region);
}

int64_t espalier_top_k(
    const float *logits, int64_t count, int64_t wanted, int32_t *indices, float *largest, float *log_sum_exp) {
    return espalier_chosen_kernels()->top_k(logits, count, wanted, indices, largest, log_sum_exp);
}

int espalier_all_finite(const float *numbers, int64_t count) { return espalier_chosen_kernels()->all_finite(numbers, count); }
