#include "check.h"

#include <math.h>
#include <stdlib.h>

enum { CAPACITY = 90, ROWS = 3 };

struct inputs {
    int64_t heads, groups, width, seen;
    float *queries, *keys, *values;
    int32_t leading[ROWS], starts[ROWS + 1], slots[8];
};

static int64_t slot(const struct inputs *in, int64_t row, int64_t place) {
    return place < in->leading[row] ? place : in->slots[in->starts[row] + place - in->leading[row]];
}

static void compare(const struct inputs *in, int64_t row, int64_t head, const float *output) {
    const int64_t count = in->leading[row] + in->starts[row + 1] - in->starts[row], width = in->width;
    const float *query = in->queries + (row * in->heads + head) * width;
    const int64_t group = head / (in->heads / in->groups) * CAPACITY * width;
    double scores[CAPACITY], total = 0, top = -INFINITY;
    for (int64_t j = 0; j < count; j++) {
        scores[j] = 0;
        for (int64_t i = 0; i < width; i++) scores[j] += query[i] * in->keys[group + slot(in, row, j) * width + i];
        scores[j] *= 0.7;
        top = fmax(top, scores[j]);
    }
    for (int64_t j = 0; j < count; j++) total += exp(scores[j] - top);
    for (int64_t i = 0; i < width; i++) {
        double expected = 0;
        for (int64_t j = 0; j < count; j++)
            expected += exp(scores[j] - top) / total * in->values[group + slot(in, row, j) * width + i];
        expect(fabs(output[(row * in->heads + head) * width + i] - expected) < 5e-6, "attention", width, count, head);
    }
}

static void check_shape(int64_t heads, int64_t groups, int64_t width, int32_t leading) {
    struct inputs in = {
        heads, groups, width, 0, random_numbers(ROWS * heads * width), random_numbers(groups * CAPACITY * width),
        random_numbers(groups * CAPACITY * width), {leading, leading, 0}, {0, 1, 4, 6},
        {80, 80, 81, 84, 89, 3},
    };
    in.seen = leading + 3;
    const int threads = espalier_thread_count();
    float *scratch = bytes(4 * threads * ESPALIER_HEADS_TOGETHER * in.seen), *output = bytes(4 * ROWS * heads * width);
    espalier_attention(
        in.queries, in.keys, in.values, in.leading, in.starts, in.slots, scratch, threads, in.seen, output, ROWS, heads,
        groups, CAPACITY, width, 0.7f);
    for (int64_t row = 0; row < ROWS; row++)
        for (int64_t head = 0; head < heads; head++) compare(&in, row, head, output);
    free(in.queries);
    free(in.keys);
    free(in.values);
    free(scratch);
    free(output);
}

void check_attention(void) {
    const int64_t widths[] = {1, 2, 8, 20, 64, 80, 128, 131};
    for (int w = 0; w < 8; w++)
        for (int32_t leading = 0; leading < 80; leading += leading < 20 ? 1 : 13) {
            check_shape(4, 4, widths[w], leading);
            check_shape(4, 2, widths[w], leading);
            check_shape(6, 2, widths[w], leading);
            check_shape(8, 2, widths[w], leading);
            check_shape(5, 1, widths[w], leading);
        }
}
