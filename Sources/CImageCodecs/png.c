#include "image_codecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <png.h>

// libpng unpacks all that follows the last row, and that can be thousands of times the file.
enum { BYTES_AFTER_LAST_ROW = 256 << 10 };

typedef struct {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count;
    size_t place;
    int ended;  // libpng asked for bytes after the last one
    size_t left;  // bytes that the last row may still take; until then any number
    jmp_buf escape;
    char *message;
    size_t message_size;
} png_reader;

static void leave(png_structp png, png_const_charp text) {
    png_reader *reader = png_get_error_ptr(png);
    snprintf(reader->message, reader->message_size, "%s", text);
    longjmp(reader->escape, 1);
}

static void say_nothing(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void read_bytes(png_structp png, png_bytep into, size_t count) {
    png_reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->place) {
        reader->ended = 1;
        png_error(png, "the bytes end inside a chunk");
    }
    if (count > reader->left) png_error(png, "the data go on after the last row");
    if (reader->left != SIZE_MAX) reader->left -= count;
    memcpy(into, reader->bytes + reader->place, count);
    reader->place += count;
}

static void close_reader(png_reader *reader) {
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
}

static image_codecs_status open_reader(png_reader *reader, const uint8_t *bytes, size_t count,
                                       image_codecs_info *info) {
    memset(reader, 0, sizeof *reader);
    info->message[0] = 0;
    reader->message = info->message;
    reader->message_size = sizeof info->message;
    reader->bytes = bytes;
    reader->count = count;
    reader->left = SIZE_MAX;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, leave, say_nothing);
    if (reader->png) reader->info = png_create_info_struct(reader->png);
    if (reader->info) return IMAGE_CODECS_OK;
    close_reader(reader);
    snprintf(info->message, sizeof info->message, "no memory for libpng");
    return IMAGE_CODECS_MEMORY;
}

// Everything below may escape; the caller has set `reader->escape`.

static void read_header(png_reader *reader, image_codecs_info *info) {
    png_set_read_fn(reader->png, reader, read_bytes);
    // Only IHDR, PLTE, IDAT and IEND count here; tRNS is undone by png_set_strip_alpha.
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    // The caller has its own bound on pixels; libpng's default is 1,000,000 a side.
    png_set_user_limits(reader->png, 0x7fffffff, 0x7fffffff);
    png_read_info(reader->png, reader->info);
    info->width = png_get_image_width(reader->png, reader->info);
    info->height = png_get_image_height(reader->png, reader->info);
    info->bit_depth = png_get_bit_depth(reader->png, reader->info);
    const int color = png_get_color_type(reader->png, reader->info);
    info->is_grey = !(color & PNG_COLOR_MASK_COLOR);
    info->is_indexed_or_grey = info->is_grey || color == PNG_COLOR_TYPE_PALETTE;
}

static void to_rgb(png_reader *reader) {
    const int color = png_get_color_type(reader->png, reader->info);
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(reader->png);
    if (!(color & PNG_COLOR_MASK_COLOR)) {
        png_set_expand_gray_1_2_4_to_8(reader->png);
        png_set_gray_to_rgb(reader->png);
    }
    png_set_strip_16(reader->png);
    png_set_strip_alpha(reader->png);
}

static void to_indices(png_reader *reader) {
    png_set_packing(reader->png);
    png_set_strip_alpha(reader->png);
}

static image_codecs_status read_rows(png_reader *reader, size_t channels, uint8_t *pixels) {
    const int passes = png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
    const size_t width = png_get_image_width(reader->png, reader->info);
    const size_t height = png_get_image_height(reader->png, reader->info);
    if (png_get_rowbytes(reader->png, reader->info) != width * channels) {
        png_error(reader->png, "rows of an unexpected length");
    }
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < height; y++) {
            if (pass + 1 == passes && y + 1 == height) {
                // A row of 16-bit samples with alpha, incompressible.
                reader->left = BYTES_AFTER_LAST_ROW + 16 * width;
            }
            png_read_row(reader->png, pixels + y * width * channels, NULL);
        }
    }
    return IMAGE_CODECS_OK;
}

static image_codecs_status status_of(const png_reader *reader) {
    if (reader->ended) return IMAGE_CODECS_TRUNCATED;
    if (strstr(reader->message, "memory")) return IMAGE_CODECS_MEMORY;
    return IMAGE_CODECS_CORRUPT;
}

image_codecs_status image_codecs_png_header(const uint8_t *bytes, size_t count,
                                            image_codecs_info *info) {
    png_reader reader;
    image_codecs_status status = open_reader(&reader, bytes, count, info);
    if (status != IMAGE_CODECS_OK) return status;
    if (setjmp(reader.escape)) {
        close_reader(&reader);
        return status_of(&reader);
    }
    read_header(&reader, info);
    close_reader(&reader);
    return IMAGE_CODECS_OK;
}

static image_codecs_status decode(const uint8_t *bytes, size_t count, int accept_truncated,
                                  int indices, uint8_t *pixels, image_codecs_info *info) {
    const uint32_t width = info->width, height = info->height;
    png_reader reader;
    image_codecs_status opened = open_reader(&reader, bytes, count, info);
    if (opened != IMAGE_CODECS_OK) return opened;
    if (setjmp(reader.escape)) {
        close_reader(&reader);
        const image_codecs_status status = status_of(&reader);
        return status == IMAGE_CODECS_TRUNCATED && accept_truncated ? IMAGE_CODECS_OK : status;
    }
    read_header(&reader, info);
    if (info->width != width || info->height != height) {
        png_error(reader.png, "the header changed its size");
    }
    if (indices) {
        to_indices(&reader);
    } else {
        to_rgb(&reader);
    }
    const image_codecs_status status = read_rows(&reader, indices ? 1 : 3, pixels);
    close_reader(&reader);
    return status;
}

image_codecs_status image_codecs_png_decode(const uint8_t *bytes, size_t count,
                                            int accept_truncated, uint8_t *rgb,
                                            image_codecs_info *info) {
    if (accept_truncated) memset(rgb, 0, (size_t)info->width * info->height * 3);
    return decode(bytes, count, accept_truncated, 0, rgb, info);
}

image_codecs_status image_codecs_png_indices(const uint8_t *bytes, size_t count,
                                             uint8_t *indices, image_codecs_info *info) {
    return decode(bytes, count, 0, 1, indices, info);
}
