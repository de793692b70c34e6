#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY = 90, ROWS = 3 };

struct inputs {
    int64_t heads, groups, width, seen;
    float *queries, *keys, *values;
    int32_t leading[ROWS], starts[ROWS + 1], slots[8];
    int64_t window;
    float soft_cap;
};

static int64_t slot(const struct inputs *in, int64_t row, int64_t place) {
    return place < in->leading[row] ? place : in->slots[in->starts[row] + place - in->leading[row]];
}

static void compare(const struct inputs *in, int64_t row, int64_t head, const float *output) {
    const int64_t all = in->leading[row] + in->starts[row + 1] - in->starts[row], width = in->width;
    const int64_t count = in->window > 0 && in->window < all ? in->window : all, unseen = all - count;
    const float *query = in->queries + (row * in->heads + head) * width;
    const int64_t group = head / (in->heads / in->groups) * CAPACITY * width;
    double scores[CAPACITY], total = 0, top = -INFINITY;
    for (int64_t j = 0; j < count; j++) {
        scores[j] = 0;
        for (int64_t i = 0; i < width; i++) scores[j] += query[i] * in->keys[group + slot(in, row, unseen + j) * width + i];
        scores[j] *= 0.7;
        if (in->soft_cap > 0) scores[j] = in->soft_cap * tanh(scores[j] / in->soft_cap);
        top = fmax(top, scores[j]);
    }
    for (int64_t j = 0; j < count; j++) total += exp(scores[j] - top);
    for (int64_t i = 0; i < width; i++) {
        double expected = 0;
        for (int64_t j = 0; j < count; j++)
            expected += exp(scores[j] - top) / total * in->values[group + slot(in, row, unseen + j) * width + i];
        expect(fabs(output[(row * in->heads + head) * width + i] - expected) < 5e-6, "attention", width, count, head);
    }
}

static struct inputs make_inputs(int64_t heads, int64_t groups, int64_t width, int32_t leading) {
    return (struct inputs){
        heads, groups, width, leading + 3, random_numbers(ROWS * heads * width),
        random_numbers(groups * CAPACITY * width), random_numbers(groups * CAPACITY * width), {leading, leading, 0},
        {0, 1, 4, 6}, {80, 80, 81, 84, 89, 3}, 0, 0,
    };
}

// The kernel's output for some rows, (rows, heads, width).
static float *attend_rows(const struct inputs *in, int64_t first, int64_t rows) {
    const int threads = espalier_thread_count();
    float *scores = bytes(4 * threads * ESPALIER_QUERIES_TOGETHER * in->seen);
    float *output = bytes(4 * rows * in->heads * in->width);
    const struct espalier_attention attention = {
        .queries = in->queries + first * in->heads * in->width, .keys = in->keys, .values = in->values,
        .leading = in->leading + first, .starts = in->starts + first, .slots = in->slots, .scores = scores,
        .output = output, .threads = threads, .seen = in->seen, .rows = rows, .heads = in->heads, .groups = in->groups,
        .capacity = CAPACITY, .width = in->width, .scale = 0.7f, .soft_cap = in->soft_cap, .window = in->window,
    };
    espalier_attend(&attention);
    free(scores);
    return output;
}

static float *attend(const struct inputs *in) { return attend_rows(in, 0, ROWS); }

static void release_inputs(struct inputs *in) {
    free(in->queries);
    free(in->keys);
    free(in->values);
}

// Right results, and each row's bits those that it has alone; rows that see as much of what comes first, and that do not.
static void check_shape(int64_t heads, int64_t groups, int64_t width, int32_t leading) {
    struct inputs in = make_inputs(heads, groups, width, leading);
    for (int fewer = 0; fewer < 2; fewer++) {
        if (fewer) in.leading[1] = leading / 2;
        float *output = attend(&in);
        for (int64_t row = 0; row < ROWS; row++) {
            for (int64_t head = 0; head < heads; head++) compare(&in, row, head, output);
            float *alone = attend_rows(&in, row, 1);
            const size_t size = (size_t)(heads * width);
            expect(memcmp(alone, output + row * (int64_t)size, 4 * size) == 0, "row's attention alone", width, leading, row);
            free(alone);
        }
        free(output);
    }
    release_inputs(&in);
}

// A window and a cap: right results, each row's bits those that it has alone, and a window that holds all changes none.
static void check_window(int64_t heads, int64_t groups, int64_t width, int32_t leading) {
    struct inputs in = make_inputs(heads, groups, width, leading);
    in.leading[1] = leading / 2;
    const int64_t windows[] = {1, 2, 3, 5, 17, 64, CAPACITY, INT64_MAX};
    float *whole = attend(&in);
    const size_t size = (size_t)(heads * width);
    for (int w = 0; w < 8; w++)
        for (int capped = 0; capped < 2; capped++) {
            in.window = windows[w];
            in.soft_cap = capped ? 1.5f : 0;
            float *output = attend(&in);
            for (int64_t row = 0; row < ROWS; row++) {
                for (int64_t head = 0; head < heads; head++) compare(&in, row, head, output);
                float *alone = attend_rows(&in, row, 1);
                const int same = memcmp(alone, output + row * (int64_t)size, 4 * size) == 0;
                expect(same, "row's attention through a window alone", width, leading, row);
                free(alone);
            }
            if (windows[w] >= CAPACITY && !capped)
                expect(memcmp(whole, output, 4 * ROWS * size) == 0, "a window that holds all", width, leading, w);
            free(output);
        }
    free(whole);
    release_inputs(&in);
}

// A NaN in a key or a value makes NaN of the rows that see its slot, through the heads of its group, and changes no bit of
// any other; one in a slot that no row sees changes nothing.
static void check_strange(int64_t width, int32_t leading, int in_keys, int64_t slot_number, int last_row) {
    struct inputs in = make_inputs(4, 2, width, leading);
    float *before = attend(&in);
    const int64_t strange_group = 1, place = (strange_group * CAPACITY + slot_number) * width + width / 2;
    (in_keys ? in.keys : in.values)[place] = NAN;
    float *after = attend(&in);
    for (int64_t i = 0; i < ROWS * 4 * width; i++) {
        const int64_t row = i / (4 * width), head = i / width % 4, element = i % width;
        const int is_touched = row == last_row && head / 2 == strange_group && (in_keys || element == width / 2);
        const int holds = is_touched ? isnan(after[i]) : after[i] == before[i];
        expect(holds, "NaN in attention", width, slot_number, i);
    }
    free(before);
    free(after);
    release_inputs(&in);
}

// Keys and queries whose products are denormal or vanish weigh all alike; denormal values come through.
static void check_small(int64_t width, int32_t leading) {
    struct inputs in = make_inputs(4, 2, width, leading);
    for (int64_t i = 0; i < ROWS * 4 * width; i++) in.queries[i] *= 1e-25f;
    for (int64_t i = 0; i < 2 * CAPACITY * width; i++) {
        in.keys[i] *= 1e-20f;
        in.values[i] *= 1e-39f;
    }
    float *output = attend(&in);
    for (int64_t row = 0; row < ROWS; row++)
        for (int64_t head = 0; head < 4; head++) compare(&in, row, head, output);
    for (int64_t i = 0; i < ROWS * 4 * width; i++) {
        const int64_t row = i / (4 * width), group = i / width % 4 / 2;
        const int64_t count = in.leading[row] + in.starts[row + 1] - in.starts[row];
        double mean = 0;
        for (int64_t j = 0; j < count; j++)
            mean += in.values[(group * CAPACITY + slot(&in, row, j)) * width + i % width] / (double)count;
        // A denormal is off by half of the smallest one at each step.
        expect(fabs(output[i] - mean) <= 1.5e-45 * (double)(count + 2), "denormals in attention", width, count, i);
    }
    free(output);
    release_inputs(&in);
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
            check_window(4, 4, widths[w], leading);
            check_window(8, 2, widths[w], leading);
            check_window(5, 1, widths[w], leading);
            for (int in_keys = 0; in_keys < 2; in_keys++) {
                check_strange(widths[w], leading, in_keys, 89, 2);
                check_strange(widths[w], leading, in_keys, 81, 1);
                check_strange(widths[w], leading, in_keys, 83, -1);
            }
            check_small(widths[w], leading);
        }
}
