#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int checks = 0, failures = 0, is_short = 0;

void expect(int holds, const char *what, int64_t a, int64_t b, int64_t c) {
    checks++;
    if (holds) return;
    if (failures++ < 40)
        printf("  %s: %s fails at %lld, %lld, %lld\n", espalier_kernel_variant(), what, (long long)a, (long long)b,
               (long long)c);
}

float random_number(void) {
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (float)(int32_t)(state >> 32) / 2147483648.0f;
}

void *bytes(int64_t count) {
    void *memory = malloc((size_t)count);
    if (!memory) abort();
    return memory;
}

float *random_numbers(int64_t count) {
    float *numbers = bytes(4 * count);
    for (int64_t i = 0; i < count; i++) numbers[i] = random_number();
    return numbers;
}

// By definition: sign, five bits of exponent, ten of fraction.
static double half_value(uint16_t bits) {
    const int exponent = bits >> 10 & 31;
    const double fraction = (bits & 1023) / 1024.0, sign = bits >> 15 ? -1 : 1;
    return exponent == 0 ? sign * ldexp(fraction, -14) : sign * ldexp(1 + fraction, exponent - 15);
}

static double upper_half_value(uint16_t bits) {
    const uint32_t word = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &word, 4);
    return value;
}

static void store_random(struct weights *weights, char *place) {
    const int format = weights->format;
    const int64_t row = espalier_weight_bytes(format, 1, weights->depth);
    for (int64_t r = 0; r < weights->rows; r++)
        for (int64_t k = 0; k < weights->depth; k++) {
            double *value = weights->values + r * weights->depth + k;
            char *at = place + r * row + k * espalier_format(format)->block_bytes;
            const float x = random_number();
            // Random bits of a half, small exponents and denormals among them, but neither infinite nor NaN.
            uint16_t bits = (uint16_t)((x + 1) * 32767);
            if (format == ESPALIER_F32) {
                memcpy(at, &x, 4);
                *value = x;
            } else if (format == ESPALIER_F16) {
                bits &= 0xbfff;
                memcpy(at, &bits, 2);
                *value = half_value(bits);
            } else {
                uint32_t word;
                memcpy(&word, &x, 4);
                bits = (uint16_t)(word >> 16);
                memcpy(at, &bits, 2);
                *value = upper_half_value(bits);
            }
        }
}

// Panels of 16 rows, by column blocks of 32: (8, 16, 4) bytes, the middle two of every four columns swapped, then 16 scales.
// Widening must find the same numbers.
static void read_panels(struct weights *weights) {
    const int64_t blocks = (weights->depth + 31) / 32;
    float *row = bytes(4 * weights->depth);
    for (int64_t r = 0; r < weights->rows; r++) {
        espalier_widen_row(weights->stored, ESPALIER_Q8, r, row, weights->depth);
        for (int64_t k = 0; k < weights->depth; k++) {
            const unsigned char *block = (const unsigned char *)weights->stored + (r / 16 * blocks + k / 32) * 544;
            uint16_t scale;
            memcpy(&scale, block + 512 + 2 * (r % 16), 2);
            const int swapped[] = {0, 2, 1, 3};
            const int whole = (int)block[k % 32 / 4 * 64 + r % 16 * 4 + swapped[k % 4]] - 128;
            weights->values[r * weights->depth + k] = whole * upper_half_value(scale);
            expect(row[k] == weights->values[r * weights->depth + k], "widening 8 bits", weights->depth, r, k);
        }
    }
    free(row);
}

struct weights random_weights(int format, int64_t rows, int64_t depth, int64_t shift) {
    struct weights weights = {NULL, NULL, bytes(8 * rows * depth), NULL, format, rows, depth};
    const int64_t size = espalier_weight_bytes(format, rows, depth);
    weights.memory = bytes(shift + size);
    memset(weights.memory, 0, (size_t)(shift + size));
    weights.stored = weights.memory + shift;
    if (format != ESPALIER_Q8) {
        store_random(&weights, weights.memory + shift);
        return weights;
    }
    struct weights source = random_weights(ESPALIER_F32, rows, depth, 0);
    espalier_quantise(source.stored, ESPALIER_F32, weights.memory + shift, rows, depth);
    read_panels(&weights);
    for (int64_t r = 0; r < rows; r++)
        for (int64_t k = 0; k < depth; k++) {
            double largest = 0;
            for (int64_t i = k / 32 * 32; i < k / 32 * 32 + 32 && i < depth; i++)
                largest = fmax(largest, fabs(source.values[r * depth + i]));
            const double error = fabs(weights.values[r * depth + k] - source.values[r * depth + k]);
            expect(error <= largest / 127 / 2 * (1 + 1.0 / 64), "rounding to 8 bits", rows, depth, k);
        }
    release(source);
    return weights;
}

void release(struct weights weights) {
    free(weights.memory);
    free(weights.values);
    free(weights.reach);
}
