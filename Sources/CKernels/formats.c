// What is known of a format without its loops.
#include "variants.h"

static const struct espalier_format formats[] = {
#define ROW(name, ...) {#name, __VA_ARGS__},
    ESPALIER_FORMATS(ROW)
#undef ROW
#define ROW(name, numbers, bytes, ...) {#name, numbers, bytes, 16, 0, 0},
    ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
};

const struct espalier_format *espalier_format(int format) { return &formats[format]; }

int espalier_panels_of(int format) {
    switch (format) {
#define ROW(name, ...) case ESPALIER_##name: return ESPALIER_##name##_PANELS;
        ESPALIER_PANEL_FORMATS(ROW)
#undef ROW
        default: return -1;
    }
}

int64_t espalier_weight_bytes(int format, int64_t rows, int64_t depth) {
    const int together = formats[format].rows_together;
    return (rows + together - 1) / together * together * row_bytes(format, depth);
}
