// How 8-bit weights lie in memory.
//
// Sixteen rows form a panel, of which the last may be unused, so that one instruction multiplies a pair of the input's numbers by
// all of them. A panel holds a block for every 32 columns:
//
//     columns  0 1 2 3      4 5 6 7         28 .. 31
//     row 0    b b b b │  row 0 b b b b │ … row 0 b b b b │ scale of row 0
//     row 1    b b b b │  row 1 b b b b │ … row 1 b b b b │ scale of row 1
//       ⋮              │                │                 │   ⋮
//     row 15   b b b b │ row 15 b b b b │ … row 15 …      │ scale of row 15
//     bytes    64        64               64               32
//
// Every number is a byte without sign, plus 128; a scale is the upper half of a single. Of four columns the first two lie in even
// bytes, the last two in odd ones: to 16 bits they take but a mask and a shift.
#ifndef ESPALIER_PANELS_H
#define ESPALIER_PANELS_H

#include "variants.h"

enum {
    PANEL_ROWS = 16,
    PANEL_OFFSET = 128,
    BLOCK_NUMBERS = 32,
    PANEL_NUMBERS = PANEL_ROWS * BLOCK_NUMBERS,
    PANEL_BLOCK_BYTES = PANEL_NUMBERS + 2 * PANEL_ROWS,
};

INLINE int64_t block_count(int64_t depth) { return (depth + BLOCK_NUMBERS - 1) / BLOCK_NUMBERS; }

// The place of a row's number in a panel's block.
INLINE int64_t place_in_panel(int64_t row, int64_t column) {
    return PANEL_ROWS * (column & ~3) + 4 * row + (column & 1) * 2 + (column >> 1 & 1);
}

INLINE int64_t panel_bytes(int64_t depth) { return block_count(depth) * PANEL_BLOCK_BYTES; }

// Blocks of inputs below this magnitude count as zero where they are rounded: their scale would not be a normal number.
#define SMALLEST_BLOCK 0x1p-110f
// The largest whole numbers of inputs that are rounded to 16 bits, and to 8. Of the former, upper bytes stay below 128, and the
// sums of a block's products below 2^31.
#define LARGEST_INPUT 32512
#define LARGEST_BYTE 127

#endif
