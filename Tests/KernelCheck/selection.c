#include "check.h"

#include <math.h>
#include <stdlib.h>

static void check_row(int64_t count, int64_t wanted, int coarse) {
    float *logits = random_numbers(count), *largest = bytes(4 * wanted), log_sum_exp;
    int32_t *indices = bytes(4 * wanted);
    for (int64_t i = 0; i < count; i++) logits[i] = coarse ? (float)(int)(logits[i] * 3) : logits[i] * 9;
    const int64_t found = espalier_top_k(logits, count, wanted, indices, largest, &log_sum_exp);
    expect(found == (wanted < count ? wanted : count), "number found", count, wanted, coarse);
    double total = 0;
    for (int64_t i = 0; i < count; i++) total += exp(logits[i]);
    expect(fabs(log_sum_exp - log(total)) < 2e-5, "logarithm of the sum", count, wanted, coarse);
    for (int64_t p = 0; p < found; p++) {
        expect(logits[indices[p]] == largest[p], "entry", count, wanted, p);
        // As many numbers come before it as its place says: larger ones, and equal ones of a smaller index.
        int64_t before = 0;
        for (int64_t i = 0; i < count; i++)
            before += logits[i] > largest[p] || (logits[i] == largest[p] && i < indices[p]);
        expect(before == p, "place", count, wanted, p);
    }
    free(logits);
    free(largest);
    free(indices);
}

void check_selection(void) {
    for (int64_t count = 1; count < 700; count += count < 140 ? 1 : 93)
        for (int64_t wanted = 1; wanted <= 10; wanted += 3) {
            check_row(count, wanted, 0);
            check_row(count, wanted, 1);
        }
}
