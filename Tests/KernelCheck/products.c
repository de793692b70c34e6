#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The product with one factor.
static void multiply(
    const void *weights, int type, const float *input, float *output, int64_t rows, int64_t depth, int64_t count) {
    const struct espalier_factor factor = {weights, output, rows};
    espalier_matrix_products(&factor, 1, type, input, depth, count);
}

// A single rounded to the nearest number that BF16 holds.
static double rounded(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
    memcpy(&x, &bits, 4);
    return x;
}

// Every element within the rounding error of a sum of singles; and with weights of 8 bits, of inputs of 16 or 8.
static void compare(const struct weights *w, const float *input, const float *output, int64_t count) {
    for (int64_t c = 0; c < count; c++)
        for (int64_t r = 0; r < w->rows; r++) {
            double sum = 0, size = 0, rounding = 0, largest = 0;
            for (int64_t k = 0; k < w->depth; k++) {
                const float x = input[c * w->depth + k];
                const double term = w->values[r * w->depth + k] * (w->type == ESPALIER_BF16_PAIRS ? rounded(x) : x);
                sum += term;
                size += fabs(term);
                if (!is_eight_bits(w->type)) continue;
                if (k % 32 == 0) {
                    largest = 0;
                    for (int64_t i = k; i < k + 32 && i < w->depth; i++)
                        largest = fmax(largest, fabsf(input[c * w->depth + i]));
                }
                rounding += fabs(w->values[r * w->depth + k]) * fmax(largest / (w->type == ESPALIER_Q8 ? 32512 : 127) / 2, 0x1p-110);
            }
            const double error = fabs(output[c * w->rows + r] - sum);
            // Pairs take denormals for zero.
            const double vanishing = w->type == ESPALIER_BF16_PAIRS ? (double)w->depth * 0x1p-124 : 0;
            const double bound = size * (double)(w->depth + 2) * 6e-8 + 1e-38 + vanishing;
            expect(error <= bound + 1.01 * rounding, "product", w->type, w->depth, count);
        }
}

// The same bits from every variant: products of whole numbers wherever there is a fused multiply-add, those of pairs from
// the variants with sixteen lanes.
static void compare_variants(const struct weights *w, const float *input, const float *output, int64_t count) {
    static const char *const variants[] = {"avx512bf16", "avx512vnni", "avx512", "avx2"};
    const char *own = espalier_kernel_variant();
    const int is_pairs = w->type == ESPALIER_BF16_PAIRS;
    if (strcmp(own, "portable") == 0 || (is_pairs && strcmp(own, "avx2") == 0)) return;
    float *other = bytes(4 * count * w->rows);
    for (int v = 0; v < (is_pairs ? 3 : 4); v++) {
        if (strcmp(espalier_lower_kernels(variants[v]), variants[v]) == 0) {
            multiply(w->stored, w->type, input, other, w->rows, w->depth, count);
            const int same = memcmp(other, output, (size_t)(4 * count * w->rows)) == 0;
            expect(same, "another variant", w->type, w->depth, count);
        }
        espalier_lower_kernels(own);
    }
    free(other);
}

// Each row alone gives the bits that it has among others.
static void compare_alone(const struct weights *w, const float *input, const float *output, int64_t count) {
    float *alone = bytes(4 * w->rows);
    for (int64_t c = 0; c < count; c++) {
        multiply(w->stored, w->type, input + c * w->depth, alone, w->rows, w->depth, 1);
        expect(memcmp(alone, output + c * w->rows, (size_t)(4 * w->rows)) == 0, "row alone", w->type, w->depth, count);
    }
    free(alone);
}

static void check_strange(int type) {
    const float strange[] = {INFINITY, -INFINITY, NAN};
    for (int i = 0; i < 3; i++)
        for (int64_t depth = 1; depth < 70; depth += 23) {
            float *numbers = bytes(4 * 9 * depth), *input = bytes(4 * 7 * depth), output[63];
            const int64_t size = espalier_weight_bytes(ESPALIER_Q8, 9, depth);
            for (int64_t k = 0; k < 9 * depth; k++) numbers[k] = 1;
            for (int64_t k = 0; k < 7 * depth; k++) input[k] = 1;
            input[3 * depth + depth - 1] = strange[i];
            void *stored = numbers, *panels = memset(bytes(size), 0, (size_t)size);
            if (is_eight_bits(type)) espalier_quantise(numbers, ESPALIER_F32, stored = panels, 9, depth);
            if (type == ESPALIER_BF16_PAIRS)
                for (int64_t k = 0; k < 9 * depth; k++) ((uint16_t *)stored)[k] = 0x3f80;
            multiply(stored, type, input, output, 9, depth, 7);
            for (int r = 0; r < 63; r++) {
                const float stranger = is_eight_bits(type) ? NAN : strange[i];
                const float expected = r / 9 == 3 ? stranger : (float)depth;
                const int same = isnan(expected) ? isnan(output[r]) : fabsf(output[r] - expected) <= 0.01f * depth
                                 || output[r] == expected;
                expect(same, "infinity or NaN", type, depth, r);
            }
            free(numbers);
            free(input);
            free(panels);
        }
}

// Of some, inputs become smaller from row to row, to where singles are denormal and vanish.
static void check_product(int type, int64_t rows, int64_t depth, int64_t count, int64_t shift, int vanishes) {
    struct weights w = random_weights(type, rows, depth, shift);
    float *input = random_numbers(count * depth), *output = bytes(4 * count * rows);
    if (vanishes)
        for (int64_t i = 0; i < count * depth; i++) input[i] = ldexpf(input[i], (int)(-12 * (i / depth)));
    multiply(w.stored, type, input, output, rows, depth, count);
    compare(&w, input, output, count);
    compare_alone(&w, input, output, count);
    // Denormals vanish where the processor multiplies pairs.
    if (is_eight_bits(type) || (type == ESPALIER_BF16_PAIRS && !vanishes)) compare_variants(&w, input, output, count);
    free(input);
    free(output);
    release(w);
}

void check_products(void) {
    const int64_t depths[] = {1, 3, 15, 16, 17, 32, 40, 63, 64, 65, 100, 256, 257};
    // Longer than what is multiplied at a time, of whole parts and with a rest.
    const int64_t long_depths[] = {1025, 2048, 2049, 4130}, counts[] = {1, 2, 5, 8, 13, 30};
    for (int type = ESPALIER_F32; type <= ESPALIER_Q8_BYTES; type++) {
        for (int d = 0; d < 13; d++)
            for (int64_t count = 1; count <= 64; count += count < 14 ? 1 : 10)
                check_product(type, 1 + (count * 7 + d) % 53, depths[d], count, (count + d) % 8, d % 3 == 2);
        for (int d = 0; d < 4; d++)
            for (int c = 0; c < 6; c++) check_product(type, 59 + 7 * c, long_depths[d], counts[c], d, 0);
        if (type == ESPALIER_F32 || type >= ESPALIER_Q8) check_strange(type);
    }
}

// A product large enough for every thread gives the same bits with any number of them.
void check_threads(void) {
    for (int type = ESPALIER_F32; type <= ESPALIER_Q8_BYTES; type++) {
        struct weights w = random_weights(type, 500, 200, 0);
        float *input = random_numbers(13 * 200), *output = bytes(4 * 13 * 500), *first = bytes(4 * 13 * 500);
        for (int threads = 1; threads <= 3; threads++) {
            espalier_set_thread_count(threads);
            for (int repeat = 0; repeat < 200; repeat++) {
                multiply(w.stored, type, input, output, 500, 200, 13);
                if (threads == 1) memcpy(first, output, 4 * 13 * 500);
                expect(memcmp(first, output, 4 * 13 * 500) == 0, "threads", type, threads, repeat);
            }
        }
        free(input);
        free(output);
        free(first);
        release(w);
    }
}

// Several factors at once give the bits that each gives alone, with any number of threads.
void check_factors(void) {
    const int64_t rows[ESPALIER_MOST_FACTORS] = {96, 1, 131, 40};
    for (int type = ESPALIER_F32; type <= ESPALIER_Q8_BYTES; type++)
        for (int64_t count = 1; count <= 9; count += 4)
            for (int number = 1; number <= ESPALIER_MOST_FACTORS; number++) {
                struct weights w[ESPALIER_MOST_FACTORS];
                struct espalier_factor factors[ESPALIER_MOST_FACTORS];
                float *input = random_numbers(count * 72);
                for (int f = 0; f < number; f++) {
                    w[f] = random_weights(type, rows[f], 72, 0);
                    factors[f] = (struct espalier_factor){w[f].stored, bytes(4 * count * rows[f]), rows[f]};
                }
                for (int threads = 1; threads <= 3; threads++) {
                    espalier_set_thread_count(threads);
                    for (int f = 0; f < number; f++) memset(factors[f].output, 0xff, (size_t)(4 * count * rows[f]));
                    espalier_matrix_products(factors, number, type, input, 72, count);
                    for (int f = 0; f < number; f++) {
                        float *alone = bytes(4 * count * rows[f]);
                        multiply(w[f].stored, type, input, alone, rows[f], 72, count);
                        const int same = memcmp(alone, factors[f].output, (size_t)(4 * count * rows[f])) == 0;
                        expect(same, "factors", type, number, threads);
                        free(alone);
                    }
                }
                for (int f = 0; f < number; f++) {
                    free(factors[f].output);
                    release(w[f]);
                }
                free(input);
            }
    espalier_set_thread_count(1);
}
