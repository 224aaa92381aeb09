#ifndef IMAGE_CODECS_H
#define IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

// What Swift cannot say about libjpeg, libpng, libwebp, libtiff and giflib: error exits by longjmp,
// variable arguments, call-backs that read memory. Every decoder comes as a pair: `_header` reads
// the size only, `_decode` writes [height, width, 3] RGB into memory of the caller, which it sized
// by the header.

typedef enum {
    IMAGE_CODECS_OK = 0,
    IMAGE_CODECS_TRUNCATED = 1,    // the bytes end before the image does
    IMAGE_CODECS_CORRUPT = 2,      // the library found the bytes to be damaged
    IMAGE_CODECS_UNSUPPORTED = 3,  // well formed, of a kind that the library does not read
    IMAGE_CODECS_MEMORY = 4,       // an allocation failed, or a size is beyond the library's
} image_codecs_status;

typedef struct {
    uint32_t width;
    uint32_t height;
    int32_t is_indexed_or_grey;  // PNG: one sample a pixel, or grey with alpha
    int32_t is_grey;             // PNG: grey, with or without alpha
    int32_t bit_depth;           // PNG: bits a sample
    int32_t orientation;         // TIFF: its tag; 0 for the others
    char message[256];           // the library's own text when the status is not OK
} image_codecs_info;

/// Whether this many bytes can be had now.
int image_codecs_can_allocate(size_t count);

image_codecs_status image_codecs_jpeg_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info);
/// With `accept_truncated` the part after the end of the bytes is what libjpeg fills in.
image_codecs_status image_codecs_jpeg_decode(const uint8_t *bytes, size_t count,
                                             int accept_truncated, uint8_t *rgb,
                                             image_codecs_info *info);
/// `quality` 1...100, 4:2:0. `*bytes` is for `image_codecs_free`.
image_codecs_status image_codecs_jpeg_encode(const uint8_t *rgb, uint32_t width, uint32_t height,
                                             int quality, uint8_t **bytes, size_t *count);
void image_codecs_free(uint8_t *bytes);

image_codecs_status image_codecs_png_header(const uint8_t *bytes, size_t count,
                                            image_codecs_info *info);
/// With `accept_truncated` the rows after the end of the bytes are black.
image_codecs_status image_codecs_png_decode(const uint8_t *bytes, size_t count,
                                            int accept_truncated, uint8_t *rgb,
                                            image_codecs_info *info);
/// The samples as they stand in a palette or grey file of up to 8 bits: [height, width].
image_codecs_status image_codecs_png_indices(const uint8_t *bytes, size_t count,
                                             uint8_t *indices, image_codecs_info *info);

image_codecs_status image_codecs_webp_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info);
/// The first frame of an animation.
image_codecs_status image_codecs_webp_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                             image_codecs_info *info);

/// The first image, on the screen.
image_codecs_status image_codecs_gif_header(const uint8_t *bytes, size_t count,
                                            image_codecs_info *info);
image_codecs_status image_codecs_gif_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                            image_codecs_info *info);

/// The first page, as it is stored: not turned.
image_codecs_status image_codecs_tiff_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info);
image_codecs_status image_codecs_tiff_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                             image_codecs_info *info);

// The two passes of an antialiased resize in fixed point, on rows of 8-bit RGB. An output
// sample i is clip((round + sum over k < counts[i] of input[starts[i] + k] * weights[i][k])
// >> shift), with weights [outputs, stride]; sums do not exceed 32 bits.

/// input [rows, input_width, 3] -> output [rows, outputs, 3]
void image_codecs_resample_rows(const uint8_t *input, size_t rows, size_t input_width,
                                const int32_t *starts, const int32_t *counts,
                                const int32_t *weights, size_t stride, size_t outputs, int shift,
                                uint8_t *output);
/// input [any, row_bytes], rows `pitch` bytes apart -> output [outputs, row_bytes]
void image_codecs_resample_columns(const uint8_t *input, size_t pitch, size_t row_bytes,
                                   const int32_t *starts, const int32_t *counts,
                                   const int32_t *weights, size_t stride, size_t outputs,
                                   int shift, uint8_t *output);

#endif
