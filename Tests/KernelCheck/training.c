#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The nearest BF16 number, the even one of two.
static float rounded(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000u;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// A factor with more columns in memory than it has, and what lies at a place of it.
struct factor {
    struct espalier_stored_factor stored;
    float *memory;
};

static struct factor random_factor(int64_t rows, int64_t columns, int is_transposed) {
    const int64_t stored_rows = is_transposed ? columns : rows, width = is_transposed ? rows : columns, stride = width + 3;
    // The last row ends where it ends.
    float *memory = random_numbers((stored_rows - 1) * stride + width);
    return (struct factor){{memory, stride, is_transposed}, memory};
}

static float number_at(const struct factor *f, int64_t row, int64_t column) {
    return f->stored.is_transposed ? f->memory[column * f->stored.stride + row] : f->memory[row * f->stored.stride + column];
}

static void check_rounded_product(
    int64_t rows, int64_t columns, int64_t depth, int are_transposed, float scale, float retained) {
    const struct factor left = random_factor(rows, depth, are_transposed & 1),
                        right = random_factor(depth, columns, are_transposed >> 1);
    const int64_t stride = columns + 2;
    float *before = random_numbers(rows * stride), *after = bytes(4 * rows * stride);
    // What is not kept is not read.
    if (retained == 0) before[0] = before[rows * stride - 3] = NAN;
    memcpy(after, before, (size_t)(4 * rows * stride));
    const struct espalier_rounded_product product = {
        left.stored, right.stored, after, stride, rows, columns, depth, scale, retained,
    };
    espalier_multiply_rounded(&product);
    for (int64_t i = 0; i < rows * stride; i++) {
        const int64_t row = i / stride, column = i % stride;
        if (column >= columns) {
            expect(memcmp(after + i, before + i, 4) == 0, "beside a rounded product", rows, columns, depth);
            continue;
        }
        double sum = 0, reach = 0;
        for (int64_t k = 0; k < depth; k++) {
            const double term = (double)rounded(number_at(&left, row, k)) * rounded(number_at(&right, k, column));
            sum += term;
            reach += fabs(term);
        }
        const double expected = scale * sum + (retained == 0 ? 0 : retained * before[i]);
        const double largest = fabs(scale) * reach + fabs(retained == 0 ? 0 : retained * before[i]);
        expect(fabs(after[i] - expected) <= 1e-6 * largest + 1e-30, "rounded product", row, column, depth);
    }
    free(left.memory);
    free(right.memory);
    free(before);
    free(after);
}

void check_training(void) {
    if (!espalier_multiplies_pairs()) return;
    for (int are_transposed = 0; are_transposed < 4; are_transposed++) {
        check_rounded_product(1, 1, 1, are_transposed, 1, 0);
        check_rounded_product(7, 13, 5, are_transposed, 1, 0);
        check_rounded_product(8, 48, 32, are_transposed, 0.5f, 1);
        check_rounded_product(17, 33, 63, are_transposed, -2, 0.25f);
        check_rounded_product(31, 50, 257, are_transposed, 1, 1);
        if (is_short) continue;
        // More than one piece each way.
        check_rounded_product(270, 70, 513, are_transposed, 1, 0);
        check_rounded_product(9, 1171, 300, are_transposed, 1, 0.5f);
    }
}
