#include "tiff_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The rows of one tile or strip row by row: planes are those of separate storage, else one.
typedef struct {
    tiff_reader *reader;
    uint8_t *rgb;
    uint8_t *fourth;
    unsigned planes;
    uint8_t *buffer;
} tiff_rows;

static void put(const tiff_rows *rows, const uint8_t *row, unsigned plane, uint32_t x, uint32_t y,
                size_t width) {
    const size_t place = (size_t)y * rows->reader->info->width + x;
    uint8_t *rgb = rows->rgb + 3 * place;
    if (rows->planes == 1) {
        tiff_put_row(rows->reader, row, width, rgb);
    } else {
        tiff_put_plane_row(rows->reader, row, plane, width, rgb,
                           rows->fourth ? rows->fourth + place : NULL);
    }
}

static size_t least_row_bytes(const tiff_reader *reader, size_t width, unsigned planes) {
    const size_t samples = planes == 1 && reader->planar == PLANARCONFIG_CONTIG
        ? reader->samples : 1;
    return (width * samples * reader->bits + 7) / 8;
}

static image_codecs_status give_buffer(tiff_rows *rows, tmsize_t bytes) {
    image_codecs_info *info = rows->reader->info;
    if (bytes <= 0 || bytes > MAXIMUM_PIECE) {
        if (!info->message[0]) {
            snprintf(info->message, sizeof info->message,
                     "a tile or row of %lld bytes, where %d are allowed", (long long)bytes,
                     MAXIMUM_PIECE);
        }
        return IMAGE_CODECS_MEMORY;
    }
    // Of damaged data libtiff may fill less than it says; the rest must not be by chance.
    rows->buffer = calloc((size_t)bytes, 1);
    if (rows->buffer) return IMAGE_CODECS_OK;
    snprintf(info->message, sizeof info->message, "no memory for %lld bytes", (long long)bytes);
    return IMAGE_CODECS_MEMORY;
}

static image_codecs_status unexpected_rows(const tiff_reader *reader) {
    snprintf(reader->info->message, sizeof reader->info->message, "rows of an unexpected length");
    return IMAGE_CODECS_CORRUPT;
}

static image_codecs_status read_strips(tiff_rows *rows) {
    tiff_reader *reader = rows->reader;
    const uint32_t width = reader->info->width, height = reader->info->height;
    const tmsize_t bytes = TIFFScanlineSize(reader->tiff);
    const image_codecs_status status = give_buffer(rows, bytes);
    if (status != IMAGE_CODECS_OK) return status;
    if ((size_t)bytes < least_row_bytes(reader, width, rows->planes)) {
        return unexpected_rows(reader);
    }
    for (unsigned plane = 0; plane < rows->planes; plane++) {
        for (uint32_t y = 0; y < height; y++) {
            if (TIFFReadScanline(reader->tiff, rows->buffer, y, (uint16_t)plane) != 1) {
                return tiff_reader_fail(reader);
            }
            put(rows, rows->buffer, plane, 0, y, width);
        }
    }
    return IMAGE_CODECS_OK;
}

static image_codecs_status read_tiles(tiff_rows *rows) {
    tiff_reader *reader = rows->reader;
    const uint32_t width = reader->info->width, height = reader->info->height;
    uint32_t tile_width = 0, tile_height = 0;
    TIFFGetField(reader->tiff, TIFFTAG_TILEWIDTH, &tile_width);
    TIFFGetField(reader->tiff, TIFFTAG_TILELENGTH, &tile_height);
    const tmsize_t bytes = TIFFTileSize(reader->tiff), pitch = TIFFTileRowSize(reader->tiff);
    const image_codecs_status status = give_buffer(rows, bytes);
    if (status != IMAGE_CODECS_OK) return status;
    if (tile_width == 0 || tile_height == 0 || pitch <= 0
        || (size_t)pitch < least_row_bytes(reader, tile_width, rows->planes)
        || (size_t)bytes / (size_t)pitch < tile_height) {
        return unexpected_rows(reader);
    }
    for (unsigned plane = 0; plane < rows->planes; plane++) {
        for (uint64_t top = 0; top < height; top += tile_height) {
            for (uint64_t left = 0; left < width; left += tile_width) {
                const uint32_t tile = TIFFComputeTile(
                    reader->tiff, (uint32_t)left, (uint32_t)top, 0, (uint16_t)plane);
                if (TIFFReadEncodedTile(reader->tiff, tile, rows->buffer, bytes) < 0) {
                    return tiff_reader_fail(reader);
                }
                const size_t columns = width - left < tile_width ? width - left : tile_width;
                for (uint64_t y = 0; y < tile_height && top + y < height; y++) {
                    put(rows, rows->buffer + (size_t)y * (size_t)pitch, plane, (uint32_t)left,
                        (uint32_t)(top + y), columns);
                }
            }
        }
    }
    return IMAGE_CODECS_OK;
}

// libtiff's own conversion, a strip or a row of tiles at a time.
static image_codecs_status read_by_libtiff(tiff_rows *rows) {
    tiff_reader *reader = rows->reader;
    image_codecs_info *info = reader->info;
    uint32_t step = 0;
    TIFFGetFieldDefaulted(reader->tiff, reader->is_tiled ? TIFFTAG_TILELENGTH
                                                         : TIFFTAG_ROWSPERSTRIP, &step);
    if (step == 0 || step > info->height) step = info->height;
    const uint64_t bytes = 4ull * info->width * step;
    const image_codecs_status status = give_buffer(
        rows, bytes > MAXIMUM_PIECE ? (tmsize_t)MAXIMUM_PIECE + 1 : (tmsize_t)bytes);
    if (status != IMAGE_CODECS_OK) return status;
    char text[1024] = "";
    TIFFRGBAImage image;
    if (!TIFFRGBAImageOK(reader->tiff, text) ||
        !TIFFRGBAImageBegin(&image, reader->tiff, 1, text)) {
        if (!info->message[0]) snprintf(info->message, sizeof info->message, "%.200s", text);
        return reader->ended ? IMAGE_CODECS_TRUNCATED : IMAGE_CODECS_CORRUPT;
    }
    image.req_orientation = image.orientation;
    int is_good = 1;
    for (uint64_t top = 0; is_good && top < info->height; top += step) {
        const uint32_t count = info->height - top < step ? (uint32_t)(info->height - top) : step;
        image.row_offset = (int)top;
        image.col_offset = 0;
        is_good = TIFFRGBAImageGet(&image, (uint32_t *)(void *)rows->buffer, info->width, count);
        for (size_t i = 0; is_good && i < (size_t)count * info->width; i++) {
            uint32_t pixel;
            memcpy(&pixel, rows->buffer + 4 * i, 4);
            uint8_t *rgb = rows->rgb + 3 * ((size_t)top * info->width + i);
            rgb[0] = (uint8_t)TIFFGetR(pixel);
            rgb[1] = (uint8_t)TIFFGetG(pixel);
            rgb[2] = (uint8_t)TIFFGetB(pixel);
        }
    }
    TIFFRGBAImageEnd(&image);
    return is_good ? IMAGE_CODECS_OK : tiff_reader_fail(reader);
}

static image_codecs_status read_rows(tiff_reader *reader, uint8_t *rgb) {
    const size_t count = (size_t)reader->info->width * reader->info->height;
    tiff_rows rows = {reader, rgb, NULL, 1, NULL};
    if (reader->is_by_libtiff) {
        const image_codecs_status status = read_by_libtiff(&rows);
        free(rows.buffer);
        return status;
    }
    const int is_colored = reader->photometric == PHOTOMETRIC_RGB
        || reader->photometric == PHOTOMETRIC_SEPARATED;
    if (reader->planar == PLANARCONFIG_SEPARATE && is_colored) {
        const int has_fourth = reader->is_premultiplied
            || reader->photometric == PHOTOMETRIC_SEPARATED;
        rows.planes = has_fourth ? 4 : 3;
        if (has_fourth && !(rows.fourth = calloc(count, 1))) {
            snprintf(reader->info->message, sizeof reader->info->message, "no memory for a plane");
            return IMAGE_CODECS_MEMORY;
        }
    } else if (reader->planar == PLANARCONFIG_SEPARATE) {
        // One plane is all that counts; its alpha stays unread.
        reader->samples = 1;
        reader->is_premultiplied = 0;
    }
    const image_codecs_status status = reader->is_tiled ? read_tiles(&rows) : read_strips(&rows);
    if (status == IMAGE_CODECS_OK && rows.fourth) tiff_join_fourth(reader, count, rgb, rows.fourth);
    free(rows.buffer);
    free(rows.fourth);
    return status;
}

image_codecs_status image_codecs_tiff_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                             image_codecs_info *info) {
    const uint32_t width = info->width, height = info->height;
    tiff_reader reader;
    image_codecs_status status = tiff_reader_open(&reader, bytes, count, info);
    if (status == IMAGE_CODECS_OK && (info->width != width || info->height != height)) {
        snprintf(info->message, sizeof info->message, "the header changed its size");
        status = IMAGE_CODECS_CORRUPT;
    }
    if (status == IMAGE_CODECS_OK) status = read_rows(&reader, rgb);
    return tiff_reader_close(&reader, status);
}
