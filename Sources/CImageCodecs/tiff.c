#include "image_codecs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

// No single piece of memory of libtiff's, nor of this file beside the picture, is larger.
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

static tmsize_t read_bytes(thandle_t handle, void *into, tmsize_t count) {
    tiff_reader *reader = handle;
    const size_t left = reader->place < reader->count ? reader->count - reader->place : 0;
    if ((size_t)count > left) {
        reader->ended = 1;
        count = (tmsize_t)left;
    }
    if (count > 0) memcpy(into, reader->bytes + reader->place, (size_t)count);
    reader->place += (size_t)count;
    return count;
}

static tmsize_t write_nothing(thandle_t handle, void *from, tmsize_t count) {
    (void)handle;
    (void)from;
    (void)count;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
    tiff_reader *reader = handle;
    if (whence == SEEK_CUR) offset += reader->place;
    if (whence == SEEK_END) offset += reader->count;
    reader->place = (size_t)offset;
    return offset;
}

static int close_nothing(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size(thandle_t handle) { return ((tiff_reader *)handle)->count; }

// The first error says most; what follows comes from it.
static int keep_first(TIFF *tiff, void *user, const char *module, const char *format,
                      va_list values) {
    (void)tiff;
    (void)module;
    image_codecs_info *info = user;
    if (!info->message[0]) vsnprintf(info->message, sizeof info->message, format, values);
    return 1;
}

static int say_nothing(TIFF *tiff, void *user, const char *module, const char *format,
                       va_list values) {
    (void)tiff;
    (void)user;
    (void)module;
    (void)format;
    (void)values;
    return 1;
}

static image_codecs_status fail(const tiff_reader *reader) {
    image_codecs_info *info = reader->info;
    const int is_memory = strstr(info->message, "memory") || strstr(info->message, "allocat");
    if (!info->message[0]) {
        snprintf(info->message, sizeof info->message, "libtiff found the bytes to be damaged");
    }
    if (reader->ended) return IMAGE_CODECS_TRUNCATED;
    return is_memory ? IMAGE_CODECS_MEMORY : IMAGE_CODECS_CORRUPT;
}

static image_codecs_status refuse(const tiff_reader *reader, const char *what, unsigned value) {
    snprintf(reader->info->message, sizeof reader->info->message, what, value);
    return IMAGE_CODECS_UNSUPPORTED;
}

static image_codecs_status check_compression(const tiff_reader *reader) {
    switch (reader->compression) {
        case COMPRESSION_NONE:
        case COMPRESSION_CCITTRLE:
        case COMPRESSION_CCITTFAX3:
        case COMPRESSION_CCITTFAX4:
        case COMPRESSION_LZW:
        case COMPRESSION_JPEG:
        case COMPRESSION_ADOBE_DEFLATE:
        case COMPRESSION_DEFLATE:
        case COMPRESSION_PACKBITS:
        case COMPRESSION_ZSTD:
            if (TIFFIsCODECConfigured(reader->compression)) return IMAGE_CODECS_OK;
            break;
        case COMPRESSION_OJPEG:
            return refuse(reader, "TIFF with JPEG of the old style is not read", 0);
        default:
            break;
    }
    const TIFFCodec *codec = TIFFFindCODEC(reader->compression);
    if (!codec || !codec->name) {
        return refuse(reader, "TIFF with compression %u is not read", reader->compression);
    }
    snprintf(reader->info->message, sizeof reader->info->message,
             "TIFF with %s compression is not read", codec->name);
    return IMAGE_CODECS_UNSUPPORTED;
}

static image_codecs_status check_kind(tiff_reader *reader) {
    const unsigned bits = reader->bits, samples = reader->samples;
    if (reader->format != SAMPLEFORMAT_UINT && reader->format != SAMPLEFORMAT_VOID
        && !(reader->format == SAMPLEFORMAT_INT && bits == 8)) {
        return refuse(reader, "TIFF with samples that are no unsigned integers is not read", 0);
    }
    const int is_wide = bits == 8 || bits == 16;
    const int is_small = bits == 1 || bits == 2 || bits == 4;
    if (!is_wide && !is_small) return refuse(reader, "TIFF with %u bits is not read", bits);
    // As many as Pillow reads.
    if (samples < 1 || samples > 6) {
        return refuse(reader, "TIFF with %u samples a pixel is not read", samples);
    }
    unsigned needed = 0;
    switch (reader->photometric) {
        case PHOTOMETRIC_MINISWHITE:
        case PHOTOMETRIC_MINISBLACK:
            needed = 1;
            break;
        case PHOTOMETRIC_PALETTE:
            needed = 1;
            if (bits == 16) return refuse(reader, "TIFF with a palette of 16 bits is not read", 0);
            break;
        case PHOTOMETRIC_RGB:
            needed = 3;
            break;
        case PHOTOMETRIC_SEPARATED:
            needed = 4;
            break;
        case PHOTOMETRIC_YCBCR:
            needed = 3;
            if (samples != 3 || bits != 8) {
                return refuse(reader, "TIFF with YCbCr of other than 3 times 8 bits is not read",
                              0);
            }
            break;
        default:
            return refuse(reader, "TIFF with photometric interpretation %u is not read",
                          reader->photometric);
    }
    if (samples < needed) {
        snprintf(reader->info->message, sizeof reader->info->message,
                 "%u samples a pixel where there must be %u", samples, needed);
        return IMAGE_CODECS_CORRUPT;
    }
    if (is_small && (samples > 1 || needed > 1)) {
        return refuse(reader, "TIFF with colours of %u bits is not read", bits);
    }
    return IMAGE_CODECS_OK;
}

static image_codecs_status open_reader(tiff_reader *reader, const uint8_t *bytes, size_t count,
                                       image_codecs_info *info) {
    memset(reader, 0, sizeof *reader);
    info->message[0] = 0;
    reader->bytes = bytes;
    reader->count = count;
    reader->info = info;
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) {
        snprintf(info->message, sizeof info->message, "no memory for libtiff");
        return IMAGE_CODECS_MEMORY;
    }
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, MAXIMUM_PIECE);
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_first, info);
    TIFFOpenOptionsSetWarningHandlerExtR(options, say_nothing, NULL);
    reader->tiff = TIFFClientOpenExt("TIFF", "rm", reader, read_bytes, write_nothing, seek,
                                     close_nothing, size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    if (!reader->tiff) return fail(reader);
    if (reader->ended) {
        // libtiff goes on without a tag, even without the palette.
        snprintf(info->message, sizeof info->message, "the bytes end before a tag's values do");
        return IMAGE_CODECS_TRUNCATED;
    }
    TIFF *tiff = reader->tiff;
    if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &info->width)
        || !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &info->height)) {
        snprintf(info->message, sizeof info->message, "the directory gives no size");
        return IMAGE_CODECS_CORRUPT;
    }
    uint16_t orientation = 1, extra_count = 0, *extras = NULL;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    info->orientation = orientation;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &reader->bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &reader->samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &reader->planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &reader->format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &reader->compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extra_count, &extras);
    // Without the tag: white is 0, as the oldest files have it.
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &reader->photometric);
    reader->is_tiled = TIFFIsTiled(tiff);
    image_codecs_status status = check_compression(reader);
    if (status == IMAGE_CODECS_OK) status = check_kind(reader);
    if (status != IMAGE_CODECS_OK) return status;
    const uint16_t photometric = reader->photometric;
    reader->is_premultiplied = extra_count > 0 && extras[0] == EXTRASAMPLE_ASSOCALPHA
        && ((photometric == PHOTOMETRIC_RGB && reader->samples > 3)
            || (photometric <= PHOTOMETRIC_MINISBLACK && reader->samples > 1));
    if (photometric == PHOTOMETRIC_YCBCR) {
        if (reader->compression == COMPRESSION_JPEG
            && reader->planar == PLANARCONFIG_CONTIG) {
            TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        } else {
            reader->is_by_libtiff = 1;
        }
    }
    if (photometric == PHOTOMETRIC_PALETTE
        && !TIFFGetField(tiff, TIFFTAG_COLORMAP, &reader->colors[0], &reader->colors[1],
                         &reader->colors[2])) {
        snprintf(info->message, sizeof info->message, "there is no palette");
        return IMAGE_CODECS_CORRUPT;
    }
    return IMAGE_CODECS_OK;
}

// What is missing shows as damage, too.
static image_codecs_status close_reader(tiff_reader *reader, image_codecs_status status) {
    if (reader->tiff) TIFFClose(reader->tiff);
    return status == IMAGE_CODECS_CORRUPT && reader->ended ? IMAGE_CODECS_TRUNCATED : status;
}

image_codecs_status image_codecs_tiff_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info) {
    tiff_reader reader;
    return close_reader(&reader, open_reader(&reader, bytes, count, info));
}

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

// `row` holds all samples of each pixel, from the pixel that `rgb` begins with.
static void put_row(const tiff_reader *reader, const uint8_t *row, size_t width, uint8_t *rgb) {
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

// `row` holds one sample of each pixel, the one called `plane`; `fourth` [height, width] keeps the
// fourth until all are there.
static void put_plane_row(const tiff_reader *reader, const uint8_t *row, unsigned plane,
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

static void join_fourth(const tiff_reader *reader, size_t count, uint8_t *rgb,
                        const uint8_t *fourth) {
    for (size_t i = 0; i < 3 * count; i++) {
        rgb[i] = reader->is_premultiplied ? undo_alpha(rgb[i], fourth[i / 3])
                                          : from_ink(rgb[i], fourth[i / 3]);
    }
}

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
        put_row(rows->reader, row, width, rgb);
    } else {
        put_plane_row(rows->reader, row, plane, width, rgb,
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
                return fail(reader);
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
                    return fail(reader);
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
    return is_good ? IMAGE_CODECS_OK : fail(reader);
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
    if (status == IMAGE_CODECS_OK && rows.fourth) join_fourth(reader, count, rgb, rows.fourth);
    free(rows.buffer);
    free(rows.fourth);
    return status;
}

image_codecs_status image_codecs_tiff_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                             image_codecs_info *info) {
    const uint32_t width = info->width, height = info->height;
    tiff_reader reader;
    image_codecs_status status = open_reader(&reader, bytes, count, info);
    if (status == IMAGE_CODECS_OK && (info->width != width || info->height != height)) {
        snprintf(info->message, sizeof info->message, "the header changed its size");
        status = IMAGE_CODECS_CORRUPT;
    }
    if (status == IMAGE_CODECS_OK) status = read_rows(&reader, rgb);
    return close_reader(&reader, status);
}
