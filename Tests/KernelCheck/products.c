#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The product with one factor.
static void multiply(const struct weights *w, int rounding, const float *input, float *output, int64_t count) {
    const struct espalier_factor factor = {w->stored, output, w->rows};
    espalier_matrix_products(&factor, 1, w->format, rounding, input, w->depth, count);
}

// A single rounded to the nearest number that BF16 holds.
static float nearest_upper_half(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
    memcpy(&x, &bits, 4);
    return x;
}

// Whether weights are whole numbers in panels.
static int is_of_panels(int format) { return espalier_format(format)->rows_together > 1; }

// The largest whole number of an input's block; 0 where a product takes inputs as they are.
static int largest_whole(int format, int rounding) {
    if (rounding == ESPALIER_INPUTS_Q8) return 127;
    return is_of_panels(format) ? 32512 : 0;
}

// What a product takes a row of its input for.
static void round_row(int format, int rounding, const float *input, double *rounded, int64_t depth) {
    const int whole = largest_whole(format, rounding);
    float *row = bytes(4 * depth);
    for (int64_t k = 0; k < depth; k++) row[k] = rounding == ESPALIER_INPUTS_BF16 ? nearest_upper_half(input[k]) : input[k];
    for (int64_t k = 0; k < depth; k++) {
        float largest = 0;
        for (int64_t i = k / 32 * 32; i < k / 32 * 32 + 32 && i < depth; i++) largest = fmaxf(largest, fabsf(row[i]));
        const float inverse = (float)whole / largest, scale = largest / (float)whole;
        rounded[k] = row[k];
        if (whole > 0) rounded[k] = largest < 0x1p-110f ? 0 : nearbyintf(row[k] * inverse) * (double)scale;
    }
    free(row);
}

// Every element within the rounding error of a sum of singles.
static void compare(const struct weights *w, int rounding, const float *input, const float *output, int64_t count) {
    const int64_t depth = w->depth;
    double *row = bytes(8 * depth);
    for (int64_t c = 0; c < count; c++) {
        round_row(w->format, rounding, input + c * depth, row, depth);
        for (int64_t r = 0; r < w->rows; r++) {
            double sum = 0, size = 0;
            for (int64_t k = 0; k < depth; k++) {
                const double term = w->values[r * depth + k] * row[k];
                sum += term;
                size += w->reach ? w->reach[r * depth + k] * fabs(row[k]) : fabs(term);
            }
            const double error = fabs(output[c * w->rows + r] - sum);
            // Pairs take denormals for zero, and the scales of blocks may be.
            const int vanishes = rounding == ESPALIER_INPUTS_BF16 || largest_whole(w->format, rounding) > 0;
            const double vanishing = vanishes ? (double)depth * 0x1p-120 : 0;
            const double bound = size * (double)(depth + 2) * 6e-8 + 1e-38 + vanishing;
            expect(error <= bound, "product", 10 * w->format + rounding, depth, count);
        }
    }
    free(row);
}

// The same bits from every variant: products of whole numbers wherever there is a fused multiply-add, those of pairs from
// the variants with sixteen lanes.
static void compare_variants(
    const struct weights *w, int rounding, const float *input, const float *output, int64_t count) {
    static const char *const variants[] = {"avx512bf16", "avx512vnni", "avx512", "avxvnni", "avx2"};
    const char *own = espalier_kernel_variant();
    const int is_pairs = w->format == ESPALIER_BF16;
    const int has_wide_vectors = strncmp(own, "avx512", 6) == 0;
    if (strcmp(own, "portable") == 0 || (is_pairs && !has_wide_vectors)) return;
    float *other = bytes(4 * count * w->rows);
    for (int v = 0; v < (is_pairs ? 3 : 5); v++) {
        if (strcmp(espalier_lower_kernels(variants[v]), variants[v]) == 0) {
            multiply(w, rounding, input, other, count);
            const int same = memcmp(other, output, (size_t)(4 * count * w->rows)) == 0;
            expect(same, "another variant", 10 * w->format + rounding, w->depth, count);
        }
        espalier_lower_kernels(own);
    }
    free(other);
}

// Each row alone gives the bits that it has among others.
static void compare_alone(
    const struct weights *w, int rounding, const float *input, const float *output, int64_t count) {
    float *alone = bytes(4 * w->rows);
    for (int64_t c = 0; c < count; c++) {
        multiply(w, rounding, input + c * w->depth, alone, 1);
        const int same = memcmp(alone, output + c * w->rows, (size_t)(4 * w->rows)) == 0;
        expect(same, "row alone", 10 * w->format + rounding, w->depth, count);
    }
    free(alone);
}

// Weights that are all 1.
static struct weights ones(int format, int64_t rows, int64_t depth) {
    struct weights w = random_weights(format, rows, depth, 0);
    const int64_t numbers = rows * depth;
    float *singles = bytes(4 * numbers);
    for (int64_t k = 0; k < numbers; k++) singles[k] = 1;
    if (format == ESPALIER_F32) memcpy(w.memory, singles, (size_t)(4 * numbers));
    if (format == ESPALIER_F16 || format == ESPALIER_BF16)
        for (int64_t k = 0; k < numbers; k++) ((uint16_t *)w.memory)[k] = format == ESPALIER_F16 ? 0x3c00 : 0x3f80;
    if (format == ESPALIER_Q8) {
        memset(w.memory, 0, (size_t)espalier_weight_bytes(format, rows, depth));
        espalier_quantise(singles, ESPALIER_F32, w.memory, rows, depth);
    }
    free(singles);
    return w;
}

// An infinity or NaN in one row of the input is in that row's results alone.
static void check_strange(int format, int rounding) {
    const float strange[] = {INFINITY, -INFINITY, NAN};
    for (int i = 0; i < 3; i++)
        for (int64_t depth = 1; depth < 70; depth += 23) {
            struct weights w = ones(format, 9, depth);
            float *input = bytes(4 * 7 * depth), output[63];
            for (int64_t k = 0; k < 7 * depth; k++) input[k] = 1;
            input[3 * depth + depth - 1] = strange[i];
            multiply(&w, rounding, input, output, 7);
            for (int r = 0; r < 63; r++) {
                const float stranger = largest_whole(format, rounding) > 0 ? NAN : strange[i];
                const float expected = r / 9 == 3 ? stranger : (float)depth;
                const int same = isnan(expected) ? isnan(output[r]) : fabsf(output[r] - expected) <= 0.01f * depth
                                 || output[r] == expected;
                expect(same, "infinity or NaN", 10 * format + rounding, depth, r);
            }
            free(input);
            release(w);
        }
}

// Of some products the inputs vanish.
static void check_product_with(const struct weights *w, int rounding, const float *input, int64_t count, int vanishes) {
    float *output = bytes(4 * count * w->rows);
    multiply(w, rounding, input, output, count);
    compare(w, rounding, input, output, count);
    compare_alone(w, rounding, input, output, count);
    // Denormals vanish where the processor multiplies pairs.
    const int is_pairs = w->format == ESPALIER_BF16 && rounding == ESPALIER_INPUTS_BF16;
    if (is_of_panels(w->format) || (is_pairs && !vanishes)) compare_variants(w, rounding, input, output, count);
    free(output);
}

// Of some, inputs become smaller from row to row, to where singles are denormal and vanish.
void check_product_of(const struct weights *w, int rounding, int64_t count, int vanishes) {
    float *input = random_numbers(count * w->depth);
    if (vanishes)
        for (int64_t i = 0; i < count * w->depth; i++) input[i] = ldexpf(input[i], (int)(-12 * (i / w->depth)));
    check_product_with(w, rounding, input, count, vanishes);
    free(input);
}

void check_largest_product_of(const struct weights *w, int rounding) {
    enum { COUNT = 4 };
    float *input = bytes(4 * COUNT * w->depth);
    for (int64_t i = 0; i < COUNT * w->depth; i++) {
        const int row = (int)(i / w->depth);
        input[i] = row == 0 || (row == 2 && i % 2 > 0) || (row == 3 && i % 64 < 32) ? 1 : -1;
    }
    check_product_with(w, rounding, input, COUNT, 0);
    free(input);
}

static void check_product(
    int format, int rounding, int64_t rows, int64_t depth, int64_t count, int64_t shift, int vanishes) {
    struct weights w = random_weights(format, rows, depth, shift);
    check_product_of(&w, rounding, count, vanishes);
    release(w);
}

static void check_products_of(int format, int rounding) {
    const int64_t depths[] = {1, 3, 15, 16, 17, 32, 40, 63, 64, 65, 100, 256, 257};
    // Longer than what is multiplied at a time, of whole parts and with a rest.
    const int64_t long_depths[] = {1025, 2048, 2049, 4130}, counts[] = {1, 2, 5, 8, 13, 30};
    for (int d = 0; d < 13; d++)
        for (int64_t count = 1; count <= 64; count += count < 14 ? 1 : 10)
            check_product(format, rounding, 1 + (count * 7 + d) % 53, depths[d], count, (count + d) % 8, d % 3 == 2);
    for (int d = 0; d < 4; d++)
        for (int c = 0; c < 6; c++) check_product(format, rounding, 59 + 7 * c, long_depths[d], counts[c], d, 0);
    check_strange(format, rounding);
}

void check_products(void) {
    for (int format = 0; format < ESPALIER_FORMATS_COUNT && !is_of_blocks(format); format++)
        for (int rounding = 0; rounding < ESPALIER_ROUNDINGS; rounding++) check_products_of(format, rounding);
}

// A product large enough for every thread gives the same bits with any number of them.
static void check_threads_of(int format, int rounding) {
    struct weights w = random_weights(format, 500, 200, 0);
    float *input = random_numbers(13 * 200), *output = bytes(4 * 13 * 500), *first = bytes(4 * 13 * 500);
    for (int threads = 1; threads <= 3; threads++) {
        struct espalier_pool *pool = espalier_pool_create(threads);
        espalier_pool_enter(pool);
        for (int repeat = 0; repeat < 200; repeat++) {
            multiply(&w, rounding, input, output, 13);
            if (threads == 1) memcpy(first, output, 4 * 13 * 500);
            expect(memcmp(first, output, 4 * 13 * 500) == 0, "threads", 10 * format + rounding, threads, repeat);
        }
        espalier_pool_enter(NULL);
        espalier_pool_destroy(pool);
    }
    free(input);
    free(output);
    free(first);
    release(w);
}

void check_threads(void) {
    for (int format = 0; format < ESPALIER_FORMATS_COUNT && !is_of_blocks(format); format++)
        for (int rounding = 0; rounding < ESPALIER_ROUNDINGS; rounding++) check_threads_of(format, rounding);
}

// Some factors at once give the bits that each gives alone, with any number of threads.
static void check_factors_of(int format, int rounding, int64_t count, int number) {
    const int64_t rows[ESPALIER_MOST_FACTORS] = {96, 1, 131, 40};
    struct weights w[ESPALIER_MOST_FACTORS];
    struct espalier_factor factors[ESPALIER_MOST_FACTORS];
    float *input = random_numbers(count * 72);
    for (int f = 0; f < number; f++) {
        w[f] = random_weights(format, rows[f], 72, 0);
        factors[f] = (struct espalier_factor){w[f].stored, bytes(4 * count * rows[f]), rows[f]};
    }
    for (int threads = 1; threads <= 3; threads++) {
        espalier_set_thread_count(threads);
        for (int f = 0; f < number; f++) memset(factors[f].output, 0xff, (size_t)(4 * count * rows[f]));
        espalier_matrix_products(factors, number, format, rounding, input, 72, count);
        for (int f = 0; f < number; f++) {
            float *alone = bytes(4 * count * rows[f]);
            multiply(&w[f], rounding, input, alone, count);
            const int same = memcmp(alone, factors[f].output, (size_t)(4 * count * rows[f])) == 0;
            expect(same, "factors", 10 * format + rounding, number, threads);
            free(alone);
        }
    }
    for (int f = 0; f < number; f++) {
        free(factors[f].output);
        release(w[f]);
    }
    free(input);
}

void check_factors(void) {
    for (int format = 0; format < ESPALIER_FORMATS_COUNT && !is_of_blocks(format); format++)
        for (int rounding = 0; rounding < ESPALIER_ROUNDINGS; rounding++)
            for (int64_t count = 1; count <= 9; count += 4)
                for (int number = 1; number <= ESPALIER_MOST_FACTORS; number++)
                    check_factors_of(format, rounding, count, number);
    espalier_set_thread_count(1);
}
