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

static void check_rotation(int64_t half) {
    float *vectors = random_numbers(2 * 3 * 2 * half), *cosines = random_numbers(5 * half),
          *sines = random_numbers(5 * half), *before = bytes(4 * 2 * 3 * 2 * half);
    const int32_t positions[] = {4, 1};
    memcpy(before, vectors, (size_t)(4 * 2 * 3 * 2 * half));
    espalier_rotate(vectors, cosines, sines, positions, 2, 3, 2 * half);
    for (int64_t head = 0; head < 6; head++)
        for (int64_t i = 0; i < half; i++) {
            const float *b = before + head * 2 * half, *v = vectors + head * 2 * half;
            const double c = cosines[positions[head / 3] * half + i], s = sines[positions[head / 3] * half + i];
            expect(fabs(v[i] - (b[i] * c - b[i + half] * s)) < 1e-6, "rotation", half, head, i);
            expect(fabs(v[i + half] - (b[i + half] * c + b[i] * s)) < 1e-6, "rotation", half, head, i + half);
        }
    free(vectors);
    free(cosines);
    free(sines);
    free(before);
}

static void check_elementwise(int64_t count) {
    float *gate = random_numbers(count), *up = random_numbers(count), *output = bytes(4 * count);
    for (int64_t i = 0; i < count; i++) gate[i] *= i % 5 == 0 ? 60 : 4;
    espalier_swiglu(gate, up, output, count);
    for (int64_t i = 0; i < count; i++) {
        const double expected = gate[i] / (1 + exp(-(double)gate[i])) * up[i];
        expect(fabs(output[i] - expected) <= 2e-6 * fabs(expected) + 1e-30, "gate", count, i, 0);
    }
    memcpy(output, gate, (size_t)(4 * count));
    espalier_add(output, up, count);
    for (int64_t i = 0; i < count; i++) expect(output[i] == gate[i] + up[i], "addition", count, i, 0);
    expect(espalier_all_finite(output, count) == 1, "finite", count, 0, 0);
    output[count - 1] = NAN;
    expect(espalier_all_finite(output, count) == 0, "not finite", count, 0, 0);
    espalier_swiglu(output, up, output, count);
    expect(isnan(output[count - 1]), "NaN through the gate", count, 0, 0);
    free(gate);
    free(up);
    free(output);
}

void check_layers(void) {
    for (int64_t width = 1; width < 150; width += width < 70 ? 1 : 37) {
        check_norm(width);
        check_rotation(width);
        check_elementwise(width);
    }
}
