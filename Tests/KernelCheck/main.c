// Checks the C kernels by themselves, against slow references in double precision: for sanitizers and for processors
// that the Swift tests do not reach. Not part of the package; from its root:
//
//     clang -g -O1 -fsanitize=address,undefined -ISources/CKernels/include \
//         Sources/CKernels/*.c Tests/KernelCheck/*.c -o kernel-check -lm -lpthread && ./kernel-check
//
// with -fsanitize=thread for the threads, or with --target=aarch64-linux-gnu and an emulator for NEON. An argument names
// the one variant to check; "short" leaves large shapes out.
#include "check.h"

#include <stdio.h>
#include <string.h>

static void run_all(const char *wanted) {
    const char *variant = espalier_lower_kernels(wanted);
    if (strcmp(variant, wanted) != 0) {
        printf("%-10s not on this processor\n", wanted);
        return;
    }
    const int before = failures, cases = checks;
    for (int threads = is_short ? 2 : 1; threads <= (is_short ? 2 : 3); threads++) {
        espalier_set_thread_count(threads);
        check_products();
        check_layers();
        check_attention();
        check_selection();
    }
    check_blocks();
    check_encoding();
    check_training();
    check_threads();
    check_factors();
    printf("%-10s %d checks, %d failures\n", variant, checks - cases, failures - before);
}

int main(int count, char **arguments) {
    const char *variants[] = {"avx512bf16", "avx512vnni", "avx512", "avxvnni", "avx2", "neondot", "neon", "portable"};
    is_short = count > 1 && strcmp(arguments[1], "short") == 0;
    const char *wanted = arguments[count - 1];
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        if (count == 1 + is_short || strcmp(wanted, variants[i]) == 0) run_all(variants[i]);
    return failures > 0 || checks == 0;
}
