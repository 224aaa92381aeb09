#ifndef TIFF_READER_H
#define TIFF_READER_H

#include "image_codecs.h"

#include <tiffio.h>

// What the three files on TIFF share: the file that is open and how its samples are stored
// (tiff_reader.c), rows of samples to RGB (tiff_pixels.c), tiles and strips to rows (tiff.c).

// No single piece of memory of libtiff's, nor of this file beside the image, is larger.
enum { MAXIMUM_PIECE = 256 << 20 };

typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t place;
    int ended;  // libtiff asked for bytes after the last one
    TIFF *tiff;
    image_codecs_info *info;
    uint16_t bits;
    uint16_t samples;
    uint16_t photometric;
    uint16_t planar;
    uint16_t compression;
    uint16_t format;
    int is_premultiplied;
    int is_by_libtiff;  // YCbCr that no codec turns into RGB
    int is_tiled;
    uint16_t *colors[3];
} tiff_reader;

/// Opens the first page and checks that it is of a kind that is read; `reader` must be closed,
/// whatever comes back.
image_codecs_status tiff_reader_open(tiff_reader *reader, const uint8_t *bytes, size_t count,
                                     image_codecs_info *info);
/// `status`, or "truncated" where damage came from bytes that are missing.
image_codecs_status tiff_reader_close(tiff_reader *reader, image_codecs_status status);
/// The status of a call to libtiff that failed; its message is libtiff's first one.
image_codecs_status tiff_reader_fail(const tiff_reader *reader);

/// One row to RGB; `row` holds all samples of each pixel, from the pixel that `rgb` begins with.
void tiff_put_row(const tiff_reader *reader, const uint8_t *row, size_t width, uint8_t *rgb);
/// One row of one plane; `row` holds one sample of each pixel, the one called `plane`; `fourth`
/// [height, width] keeps the fourth until all are there.
void tiff_put_plane_row(const tiff_reader *reader, const uint8_t *row, unsigned plane,
                        size_t width, uint8_t *rgb, uint8_t *fourth);
/// Applies the fourth plane, alpha or black, to `count` pixels.
void tiff_join_fourth(const tiff_reader *reader, size_t count, uint8_t *rgb,
                      const uint8_t *fourth);

#endif
