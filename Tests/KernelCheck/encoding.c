// Checks the making of blocks against a plain one: least and largest number of a part give its scale and minimum, and every number
// takes the nearest code.
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 256 };

// What a plain encoder in double precision makes of a block, before scales become halves: whole numbers up to `levels` stand for the
// scales and minima of parts; codes go up to `highest`, or, where it is zero, have signs, and no minima.
static void plain_block(const float *x, double *y, int number, int part, int levels, int highest) {
    const int has_minima = highest > 0;
    double scales[16], minima[16] = {0}, top = 0, least_top = 0;
    for (int p = 0; p < number / part; p++) {
        double least = 0, most = 0;
        for (int i = p * part; i < (p + 1) * part; i++) {
            least = fmin(least, x[i]);
            most = fmax(most, x[i]);
        }
        scales[p] = has_minima ? (most - least) / highest : fmax(most, -least) / 31;
        minima[p] = has_minima ? -least : 0;
        top = fmax(top, scales[p] / levels);
        least_top = fmax(least_top, minima[p] / levels);
    }
    for (int i = 0; i < number; i++) {
        const int p = i / part;
        const double scale = top > 0 ? top * nearbyint(scales[p] / top) : 0;
        const double minimum = least_top > 0 ? least_top * nearbyint(minima[p] / least_top) : 0;
        double code = scale > 0 ? nearbyint((x[i] + minimum) / scale) : 0;
        code = fmax(has_minima ? 0 : -32, fmin(has_minima ? highest : 31, code));
        y[i] = scale * code - minimum;
    }
}

// Errors count as the kernels count them.
static double weighted_error(const float *x, const double *y, int number, int part) {
    double error = 0;
    for (int p = 0; p < number; p += part) {
        double squares = 0;
        for (int i = p; i < p + part; i++) squares += (double)x[i] * x[i];
        for (int i = p; i < p + part; i++) error += (sqrt(squares / part) + fabs(x[i])) * (x[i] - y[i]) * (x[i] - y[i]);
    }
    return error;
}

static const struct kind {
    int format, part, levels, highest;
} kinds[] = {{ESPALIER_Q5_1, 32, 1, 31}, {ESPALIER_Q4_K, 32, 63, 15}, {ESPALIER_Q6_K, 16, 127, 0}};

// Sums of three numbers of either sign, and now and then a large one, as in trained weights.
static float weight(void) {
    const float x = random_number() + random_number() + random_number();
    return random_number() > 0.98f ? 4 * x : x;
}

// Blocks of numbers about `size` large.
static void check_encoding_of(const struct kind *k, int64_t rows, int64_t depth, float size, double share) {
    const int number = espalier_format(k->format)->block_numbers;
    const int64_t count = rows * depth, stored = espalier_weight_bytes(k->format, rows, depth);
    float *numbers = bytes(4 * count), decoded[MOST];
    uint8_t *blocks = bytes(stored), *others = bytes(stored);
    for (int64_t i = 0; i < count; i++) numbers[i] = size * weight();
    // A block of zeros, one of a single number, one of numbers of one sign.
    for (int i = 0; i < number; i++) numbers[i] = 0;
    if (count > number) numbers[number + 7] = size;
    for (int i = 0; i < number && count > 2 * number; i++) numbers[2 * number + i] = -fabsf(numbers[2 * number + i]) - size / 9;
    memset(blocks, 0xff, (size_t)stored);
    espalier_encode(numbers, ESPALIER_F32, k->format, blocks, rows, depth);
    double total = 0, plain_total = 0;
    for (int64_t b = 0; b < count / number; b++) {
        double found[MOST], plain[MOST];
        decode_block(k->format, blocks + b * espalier_format(k->format)->block_bytes, decoded);
        for (int i = 0; i < number; i++) found[i] = decoded[i];
        for (int i = 0; i < number && b == 0; i++) expect(decoded[i] == 0, "zeros encoded", k->format, depth, i);
        plain_block(numbers + b * number, plain, number, k->part, k->levels, k->highest);
        const double error = weighted_error(numbers + b * number, found, number, k->part);
        const double expected = weighted_error(numbers + b * number, plain, number, k->part);
        // A half's own rounding is 1/2048 of the scale, or, below the normal ones, 2^-25 of its codes.
        const double rounding = ldexp(1, -25) * 64 * 32;
        const double slack = number * size * (pow(size / 300, 2) / 100 + rounding * rounding);
        expect(error <= expected * 1.1 + slack, "block encoded", k->format, depth, b);
        total += error;
        plain_total += expected + slack;
    }
    expect(total <= share * plain_total, "blocks encoded", k->format, depth, rows);
    const char *own = espalier_kernel_variant();
    espalier_lower_kernels("portable");
    espalier_encode(numbers, ESPALIER_F32, k->format, others, rows, depth);
    espalier_lower_kernels(own);
    expect(memcmp(blocks, others, (size_t)stored) == 0, "another variant's blocks", k->format, depth, rows);
    free(numbers);
    free(blocks);
    free(others);
}

// A block that holds a number that is not finite is NaN, and no other is.
static void check_strange_numbers(const struct kind *k, float stranger) {
    const int number = espalier_format(k->format)->block_numbers, depth = 3 * number;
    float numbers[3 * MOST], decoded[MOST];
    uint8_t blocks[3 * MOST];
    for (int i = 0; i < depth; i++) numbers[i] = random_number();
    numbers[number + 5] = stranger;
    espalier_encode(numbers, ESPALIER_F32, k->format, blocks, 1, depth);
    for (int b = 0; b < 3; b++) {
        decode_block(k->format, blocks + b * espalier_format(k->format)->block_bytes, decoded);
        for (int i = 0; i < number; i++) expect(isnan(decoded[i]) == (b == 1), "strange numbers encoded", k->format, b, i);
    }
}

void check_encoding(void) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct kind *k = &kinds[i];
        const int number = espalier_format(k->format)->block_numbers;
        const float sizes[] = {1, 0.02f, 3000, 1e-4f, 1e-6f, 1e-9f, 1e-30f};
        for (int s = 0; s < 7; s++) {
            check_encoding_of(k, 1, number, sizes[s], 1);
            check_encoding_of(k, 5, 3 * number, sizes[s], 1);
            if (!is_short) check_encoding_of(k, 37, 5 * 256, sizes[s], s < 3 ? 0.9 : 1);
        }
        check_strange_numbers(k, NAN);
        check_strange_numbers(k, INFINITY);
        check_strange_numbers(k, -INFINITY);
    }
}
