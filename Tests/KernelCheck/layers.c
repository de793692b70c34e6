#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_norm(int64_t width) {
    float *input = random_numbers(3 * width), *weight = random_numbers(width), *output = bytes(12 * width);
    espalier_rms_norm(input, weight, output, 3, width, 1e-5f);
    for (int64_t i = 0; i < 3 * width; i++) {
        double squares = 0;
        for (int64_t k = 0; k < width; k++) squares += pow(input[i / width * width + k], 2);
        const double expected = input[i] / sqrt(squares / (double)width + 1e-5) * weight[i % width];
        expect(fabs(output[i] - expected) <= 1e-5 * fabs(expected) + 1e-30, "norm", width, i, 0);
    }
    free(input);
    free(weight);
    free(output);
}

// Heads that are rotated as a whole, and heads with a rest that stays as it is.
static void check_rotation(int64_t half, int64_t rest) {
    const int64_t wide = 2 * half + rest;
    float *vectors = random_numbers(2 * 3 * wide), *cosines = random_numbers(5 * half),
          *sines = random_numbers(5 * half), *before = bytes(4 * 2 * 3 * wide),
          *elsewhere = bytes(4 * 2 * 3 * wide);
    const int32_t positions[] = {4, 1};
    memcpy(before, vectors, (size_t)(4 * 2 * 3 * wide));
    espalier_rotate(vectors, cosines, sines, positions, elsewhere, 2, 3, wide, 2 * half);
    espalier_rotate(vectors, cosines, sines, positions, vectors, 2, 3, wide, 2 * half);
    expect(memcmp(vectors, elsewhere, (size_t)(4 * 2 * 3 * wide)) == 0, "rotation in place", half, rest, 0);
    for (int64_t head = 0; head < 6; head++) {
        const float *b = before + head * wide, *v = vectors + head * wide;
        expect(memcmp(v + 2 * half, b + 2 * half, (size_t)(4 * rest)) == 0, "rest of a rotation", half, head, rest);
        for (int64_t i = 0; i < half; i++) {
            const double c = cosines[positions[head / 3] * half + i], s = sines[positions[head / 3] * half + i];
            expect(fabs(v[i] - (b[i] * c - b[i + half] * s)) < 1e-6, "rotation", half, head, i);
            expect(fabs(v[i + half] - (b[i + half] * c + b[i] * s)) < 1e-6, "rotation", half, head, i + half);
        }
    }
    free(vectors);
    free(cosines);
    free(sines);
    free(before);
    free(elsewhere);
}

static void check_elementwise(int64_t count) {
    float *gate = random_numbers(count), *up = random_numbers(count), *output = bytes(4 * count);
    for (int64_t i = 0; i < count; i++) gate[i] *= i % 5 == 0 ? 60 : 4;
    espalier_swiglu(gate, up, output, count);
    for (int64_t i = 0; i < count; i++) {
        const double expected = gate[i] / (1 + exp(-(double)gate[i])) * up[i];
        expect(fabs(output[i] - expected) <= 2e-6 * fabs(expected) + 1e-30, "gate", count, i, 0);
    }
    espalier_gelu_gate(gate, up, output, count);
    for (int64_t i = 0; i < count; i++) {
        const double x = gate[i], expected = x / (1 + exp(-2 * sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))) * up[i];
        // Far below 0 the result is next to nothing, and as exact as its exponent is.
        expect(fabs(output[i] - expected) <= 2e-6 * fabs(expected) + 1e-7 * fabs(x * up[i]), "gelu gate", count, i, 0);
    }
    memcpy(output, gate, (size_t)(4 * count));
    espalier_soft_cap(output, 5, count);
    for (int64_t i = 0; i < count; i++)
        expect(fabs(output[i] - 5 * tanh((double)gate[i] / 5)) <= 2e-6, "soft cap", count, i, 0);
    espalier_add(gate, up, output, count);
    for (int64_t i = 0; i < count; i++) expect(output[i] == gate[i] + up[i], "addition", count, i, 0);
    espalier_add(output, output, output, count);
    for (int64_t i = 0; i < count; i++) expect(output[i] == 2 * (gate[i] + up[i]), "addition in place", count, i, 0);
    expect(espalier_all_finite(output, count) == 1, "finite", count, 0, 0);
    output[count - 1] = NAN;
    expect(espalier_all_finite(output, count) == 0, "not finite", count, 0, 0);
    espalier_swiglu(output, up, output, count);
    expect(isnan(output[count - 1]), "NaN through the gate", count, 0, 0);
    espalier_gelu_gate(output, up, output, count);
    expect(isnan(output[count - 1]), "NaN through the gelu gate", count, 0, 0);
    espalier_soft_cap(output, 30, count);
    expect(isnan(output[count - 1]), "NaN through the cap", count, 0, 0);
    output[0] = -INFINITY;
    espalier_soft_cap(output, 30, count);
    expect(isnan(output[0]), "an infinity under the cap", count, 0, 0);
    free(gate);
    free(up);
    free(output);
}

void check_layers(void) {
    for (int64_t width = 1; width < 150; width += width < 70 ? 1 : 37) {
        check_norm(width);
        check_rotation(width, 0);
        check_rotation(width, width % 7 + 1);
        check_elementwise(width);
    }
}
