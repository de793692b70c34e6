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

// So many blocks of a panel are unpacked together: those of 256 columns.
enum { UNPACKED_BLOCKS = 8 };

INLINE int64_t block_count(int64_t depth) { return (depth + BLOCK_NUMBERS - 1) / BLOCK_NUMBERS; }

// The place of a row's number in a panel's block.
INLINE int64_t place_in_panel(int64_t row, int64_t column) {
    return PANEL_ROWS * (column & ~3) + 4 * row + (column & 1) * 2 + (column >> 1 & 1);
}

INLINE int64_t panel_bytes(int64_t depth) { return block_count(depth) * PANEL_BLOCK_BYTES; }

// How the blocks of GGUF files lie in memory once they are rearranged.
//
// Their panels have sixteen rows too. What a panel holds of 32 columns, or of 256 where a format's blocks are that large, follows one
// another: first the codes, which are the numbers' bits without sign or offset, of all blocks of 32 columns; then the scales of
// all of them; then their minima, if there are any; then the scale of the scales, and that of the minima, halves, if there are any.
//
//     codes    2 or 4 bits of every number: a word of each row after the other, and so on.
//              4 bits: byte i of word w has that of column 4 w + order[i] below, and of column 16 + 4 w + order[i] above
//              2 bits: byte i of word w has those of columns 16 w + 4 g + order[i] for g = 0 ... 3, the first lowest
//              the bits above these: one a number, byte i of the one word has those of columns 4 g + order[i], g = 0 ... 7;
//              or two a number, in two words as 2 bits are
//              8 bits: byte i of word w is column 4 w + order[i], plus 128
//     scales   one for each row and part of a block: a half, a byte with or without sign, an exponent; or in one byte four bits of
//              scale and four of minimum
//
// The order is that of the panels above: the middle two of every four columns are swapped.
enum { HALVES, BYTES, SIGNED_BYTES, NIBBLES, EXPONENTS };
// Codes are that much more than the numbers; or they are indices of a table.
enum { UNEVEN_STEPS = -1, DOUBLED_E2M1 = -2 };

// What is to be known of a panel format, as constants.
struct panel_layout {
    int bits, parts, scales, minima, zero;  // see ESPALIER_PANEL_FORMATS
    int blocks;                             // of 32 columns that follow one another
};

#define ROW(of, numbers, bytes, ...) \
    static const struct panel_layout layout_of_##of = {__VA_ARGS__, numbers / BLOCK_NUMBERS};
ESPALIER_PANEL_FORMATS(ROW)
#undef ROW

// Whether codes of a format have less than eight bits, and are that much more than the numbers.
#define IS_OF_FEW_BITS(bits, zero) ((bits) < 8 && (zero) >= 0)

// The bytes of the codes of a block, of all codes, of the scales or the minima of a block, and where scales and all else begin.
INLINE int64_t code_bytes(const struct panel_layout l) { return 2 * PANEL_ROWS * 2 * l.bits; }
INLINE int64_t scale_bytes(const struct panel_layout l) { return PANEL_ROWS * (l.scales == HALVES ? 2 : l.parts); }
INLINE int64_t place_of_scales(const struct panel_layout l) { return l.blocks * code_bytes(l); }
INLINE int64_t place_of_minima(const struct panel_layout l) { return place_of_scales(l) + l.blocks * scale_bytes(l); }
INLINE int64_t place_of_tops(const struct panel_layout l) {
    const int has_minima = l.minima != 0 && l.scales != NIBBLES;
    return place_of_minima(l) + (has_minima ? l.blocks * scale_bytes(l) : 0);
}
INLINE int64_t layout_bytes(const struct panel_layout l) {
    const int tops = l.blocks == 1 ? 0 : l.minima != 0 ? 2 : 1;
    return place_of_tops(l) + tops * 2 * PANEL_ROWS;
}

// Blocks of inputs below this magnitude count as zero where they are rounded: their scale would not be a normal number.
#define SMALLEST_BLOCK 0x1p-110f
// Scales of blocks below this count as zero where blocks are made: no half is as small.
#define SMALLEST_ENCODED 0x1p-40f
// The largest whole numbers of inputs that are rounded to 16 bits, and to 8. Of the former, upper bytes stay below 128, and the
// sums of a block's products below 2^31.
#define LARGEST_INPUT 32512
#define LARGEST_BYTE 127

#endif
