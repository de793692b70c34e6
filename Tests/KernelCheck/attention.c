#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY = 90, ROWS = 3 };

struct inputs {
    int64_t heads, groups, width;
    float *queries, *keys, *values;
    int32_t leading[ROWS], starts[ROWS + 1], slots[8];
    int64_t window;
    float soft_cap;
    int kind;
};

// What a number is multiplied as.
static double rounded(const struct inputs *in, float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    if (in->kind != ESPALIER_KEPT_F32) bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
    memcpy(&x, &bits, 4);
    return x;
}

// What the number i of a key or a value is kept as: of 8 bits a multiple of 1/127 of the largest of 32.
static double kept(const struct inputs *in, const float *numbers, int64_t i) {
    if (in->kind != ESPALIER_KEPT_Q8) return rounded(in, numbers[i]);
    float largest = 0;
    for (int64_t j = i / 32 * 32; j < in->width && j < i / 32 * 32 + 32; j++) largest = fmaxf(largest, fabsf(numbers[j]));
    const float scale = largest / 127;
    return largest > 0 ? rounded(in, rintf(numbers[i] / scale) * scale) : 0;
}

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
        for (int64_t i = 0; i < width; i++)
            scores[j] += rounded(in, query[i]) * kept(in, in->keys + group + slot(in, row, unseen + j) * width, i);
        scores[j] *= 0.7;
        if (in->soft_cap > 0) scores[j] = in->soft_cap * tanh(scores[j] / in->soft_cap);
        top = fmax(top, scores[j]);
    }
    for (int64_t j = 0; j < count; j++) total += exp(scores[j] - top);
    for (int64_t i = 0; i < width; i++) {
        double expected = 0;
        for (int64_t j = 0; j < count; j++)
            expected += exp(scores[j] - top) / total * kept(in, in->values + group + slot(in, row, unseen + j) * width, i);
        // Values below 1; weights rounded to 8 bits are off by 1/512.
        const double bound = in->kind == ESPALIER_KEPT_F32 ? 5e-6 : 2.0 / 512 + 1e-5;
        expect(fabs(output[(row * in->heads + head) * width + i] - expected) < bound, "attention", width, count, head);
    }
}

static int wanted_kind;

static struct inputs make_inputs(int64_t heads, int64_t groups, int64_t width, int32_t leading) {
    return (struct inputs){
        heads, groups, width, random_numbers(ROWS * heads * width),
        random_numbers(groups * CAPACITY * width), random_numbers(groups * CAPACITY * width), {leading, leading, 0},
        {0, 1, 4, 6}, {80, 80, 81, 84, 89, 3}, 0, 0, wanted_kind,
    };
}

enum { PAGES = (CAPACITY + ESPALIER_PAGE_SLOTS - 1) / ESPALIER_PAGE_SLOTS };

static void fill_pages(const struct inputs *in, char **pages) {
    const int64_t size = espalier_page_bytes(in->kind, in->width);
    for (int p = 0; p < PAGES; p++) {
        pages[p] = bytes(in->groups * size);
        memset(pages[p], 0, (size_t)(in->groups * size));
    }
    for (int64_t i = 0; i < CAPACITY; i++)
        for (int64_t g = 0; g < in->groups; g++) {
            const int64_t place = (g * CAPACITY + i) * in->width;
            espalier_keep_slot(
                in->kind, pages[i / ESPALIER_PAGE_SLOTS] + g * size, i % ESPALIER_PAGE_SLOTS, in->keys + place,
                in->values + place, in->width);
        }
}

// The kernel's output for some rows, (rows, heads, width).
static float *attend_rows(const struct inputs *in, int64_t first, int64_t rows) {
    char *pages[PAGES];
    fill_pages(in, pages);
    float *output = bytes(4 * rows * in->heads * in->width);
    const struct espalier_attention attention = {
        .queries = in->queries + first * in->heads * in->width, .pages = (const void *const *)pages,
        .leading = in->leading + first, .starts = in->starts + first, .slots = in->slots, .output = output,
        .kind = in->kind, .threads = espalier_thread_count(), .rows = rows, .heads = in->heads, .groups = in->groups,
        .width = in->width, .scale = 0.7f, .soft_cap = in->soft_cap, .window = in->window,
    };
    espalier_attend(&attention);
    for (int p = 0; p < PAGES; p++) free(pages[p]);
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

// A NaN in a key or a value (of 8 bits in one of those that share its scale) makes NaN of the rows that see its slot, through the heads of its group, and changes no bit of
// any other; one in a slot that no row sees changes nothing.
static void check_strange(int64_t width, int32_t leading, int in_keys, int64_t slot_number, int last_row) {
    struct inputs in = make_inputs(4, 2, width, leading);
    float *before = attend(&in);
    const int64_t strange_group = 1, place = (strange_group * CAPACITY + slot_number) * width + width / 2;
    (in_keys ? in.keys : in.values)[place] = NAN;
    float *after = attend(&in);
    for (int64_t i = 0; i < ROWS * 4 * width; i++) {
        const int64_t row = i / (4 * width), head = i / width % 4, element = i % width;
        const int is_touched = row == last_row && head / 2 == strange_group 
            && (in_keys || (in.kind == ESPALIER_KEPT_Q8 ? element / 32 == width / 2 / 32 : element == width / 2));
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

static void check_attention_of(int kind) {
    wanted_kind = kind;
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
            if (kind == ESPALIER_KEPT_F32) check_small(widths[w], leading);
        }
}

// Long causal rows beside each other, over several pages, and a tree on top of as many: each row's bits are those that it has alone,
// and a tree's those of its paths.
static void check_long(int64_t heads, int64_t groups, int64_t width, int64_t leading, int64_t window) {
    enum { SLOTS = 300, NODES = 9 };
    const int32_t parents[NODES] = {-1, 0, 0, 1, 1, 2, 3, 3, 6};
    const int64_t size = espalier_page_bytes(wanted_kind, width), pages_count = SLOTS / ESPALIER_PAGE_SLOTS + 1;
    char *pages[SLOTS / ESPALIER_PAGE_SLOTS + 1], *plain[SLOTS / ESPALIER_PAGE_SLOTS + 1];
    float *keys = random_numbers(SLOTS * groups * width), *values = random_numbers(SLOTS * groups * width);
    float *queries = random_numbers(NODES * heads * width), *tree = bytes(4 * NODES * heads * width);
    float *path = bytes(4 * heads * width);
    for (int64_t p = 0; p < pages_count; p++) {
        pages[p] = bytes(groups * size);
        plain[p] = bytes(groups * size);
        memset(pages[p], 0, (size_t)(groups * size));
        memset(plain[p], 0, (size_t)(groups * size));
    }
    int32_t slots[NODES * NODES], starts[NODES + 1] = {0}, leadings[NODES];
    for (int node = 0; node < NODES; node++) {
        int32_t chain[NODES], depth = 0;
        for (int n = node; n >= 0; n = parents[n]) chain[depth++] = (int32_t)leading + n;
        for (int d = 0; d < depth; d++) slots[starts[node] + d] = chain[depth - 1 - d];
        starts[node + 1] = starts[node] + depth;
        leadings[node] = (int32_t)leading;
    }
    for (int64_t i = 0; i < leading + NODES; i++)
        for (int64_t g = 0; g < groups; g++)
            espalier_keep_slot(
                wanted_kind, pages[i / ESPALIER_PAGE_SLOTS] + g * size, i % ESPALIER_PAGE_SLOTS,
                keys + (i * groups + g) * width, values + (i * groups + g) * width, width);
    struct espalier_attention a = {
        .queries = queries, .pages = (const void *const *)pages, .leading = leadings, .starts = starts, .slots = slots,
        .output = tree, .kind = wanted_kind, .threads = espalier_thread_count(), .rows = NODES, .heads = heads,
        .groups = groups, .width = width, .scale = 0.3f, .window = window,
    };
    espalier_attend(&a);
    for (int node = 0; node < NODES; node++) {
        const int32_t depth = starts[node + 1] - starts[node], none[2] = {0, 0};
        const int32_t seen = (int32_t)leading + depth;
        for (int64_t i = 0; i < seen; i++) {
            const int64_t source = i < leading ? i : slots[starts[node] + i - leading];
            for (int64_t g = 0; g < groups; g++)
                espalier_move_slot(
                    wanted_kind, plain[i / ESPALIER_PAGE_SLOTS] + g * size, i % ESPALIER_PAGE_SLOTS,
                    pages[source / ESPALIER_PAGE_SLOTS] + g * size, source % ESPALIER_PAGE_SLOTS, width);
        }
        struct espalier_attention b = a;
        b.queries = queries + node * heads * width;
        b.pages = (const void *const *)plain;
        b.leading = &seen;
        b.starts = none;
        b.output = path;
        b.rows = 1;
        espalier_attend(&b);
        const int same = memcmp(path, tree + node * heads * width, (size_t)(4 * heads * width)) == 0;
        expect(same, "a tree's row and its path", width, leading, node);
    }
    for (int64_t p = 0; p < pages_count; p++) {
        free(pages[p]);
        free(plain[p]);
    }
    free(keys);
    free(values);
    free(queries);
    free(tree);
    free(path);
}

void check_attention(void) {
    for (int kind = ESPALIER_KEPT_F32; kind <= ESPALIER_KEPT_Q8; kind++) {
        check_attention_of(kind);
        for (int64_t leading = 0; leading < 290; leading += !is_short && (leading % 64 > 52 || leading % 64 < 2) ? 1 : 17)
            for (int64_t window = 0; window < 200; window += 63) {
                check_long(6, 2, 20, leading, window);
                check_long(7, 1, 64, leading, window);
            }
    }
}
