#include "tiff_reader.h"

#include <string.h>

// Sample i of a row, 16-bit ones by their high byte.
static inline unsigned sample(const uint8_t *row, size_t i, unsigned bits) {
    if (bits == 8) return row[i];
    if (bits == 16) {
        uint16_t value;
        memcpy(&value, row + 2 * i, 2);
        return value >> 8;
    }
    const size_t place = i * bits;
    return (row[place >> 3] >> (8 - bits - (place & 7))) & ((1u << bits) - 1);
}

static uint8_t undo_alpha(unsigned value, unsigned alpha) {
    if (alpha == 0) return 0;
    const unsigned whole = value * 255 / alpha;
    return (uint8_t)(whole > 255 ? 255 : whole);
}

// RGB = (255 - K) - C * (255 - K) / 255, rounded.
static uint8_t from_ink(unsigned ink, unsigned black) {
    const unsigned product = ink * (255 - black) + 128;
    const int value = (int)(255 - black) - (int)(((product >> 8) + product) >> 8);
    return (uint8_t)(value < 0 ? 0 : value);
}

void tiff_put_row(const tiff_reader *reader, const uint8_t *row, size_t width, uint8_t *rgb) {
    const unsigned bits = reader->bits, samples = reader->samples;
    if (reader->photometric == PHOTOMETRIC_PALETTE) {
        for (size_t x = 0; x < width; x++) {
            const unsigned index = sample(row, x * samples, bits);
            for (int c = 0; c < 3; c++) rgb[3 * x + c] = (uint8_t)(reader->colors[c][index] >> 8);
        }
        return;
    }
    if (reader->photometric <= PHOTOMETRIC_MINISBLACK) {
        const unsigned scale = bits < 8 ? 255 / ((1u << bits) - 1) : 1;
        const unsigned flip = reader->photometric == PHOTOMETRIC_MINISWHITE ? 255 : 0;
        for (size_t x = 0; x < width; x++) {
            unsigned grey = (sample(row, x * samples, bits) * scale) ^ flip;
            if (reader->is_premultiplied) {
                grey = undo_alpha(grey, sample(row, x * samples + 1, bits));
            }
            memset(rgb + 3 * x, (int)grey, 3);
        }
        return;
    }
    if (bits == 8 && samples == 3) {
        memcpy(rgb, row, 3 * width);
        return;
    }
    for (size_t x = 0; x < width; x++) {
        for (size_t c = 0; c < 3; c++) {
            unsigned value = sample(row, x * samples + c, bits);
            if (reader->is_premultiplied) {
                value = undo_alpha(value, sample(row, x * samples + 3, bits));
            } else if (reader->photometric == PHOTOMETRIC_SEPARATED) {
                value = from_ink(value, sample(row, x * samples + 3, bits));
            }
            rgb[3 * x + c] = (uint8_t)value;
        }
    }
}

void tiff_put_plane_row(const tiff_reader *reader, const uint8_t *row, unsigned plane,
                        size_t width, uint8_t *rgb, uint8_t *fourth) {
    for (size_t x = 0; x < width; x++) {
        const uint8_t value = (uint8_t)sample(row, x, reader->bits);
        if (plane < 3) {
            rgb[3 * x + plane] = value;
        } else {
            fourth[x] = value;
        }
    }
}

void tiff_join_fourth(const tiff_reader *reader, size_t count, uint8_t *rgb,
                      const uint8_t *fourth) {
    for (size_t i = 0; i < 3 * count; i++) {
        rgb[i] = reader->is_premultiplied ? undo_alpha(rgb[i], fourth[i / 3])
                                          : from_ink(rgb[i], fourth[i / 3]);
    }
}
