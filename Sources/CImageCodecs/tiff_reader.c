#include "tiff_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

image_codecs_status tiff_reader_fail(const tiff_reader *reader) {
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

image_codecs_status tiff_reader_open(tiff_reader *reader, const uint8_t *bytes, size_t count,
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
    if (!reader->tiff) return tiff_reader_fail(reader);
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
image_codecs_status tiff_reader_close(tiff_reader *reader, image_codecs_status status) {
    if (reader->tiff) TIFFClose(reader->tiff);
    return status == IMAGE_CODECS_CORRUPT && reader->ended ? IMAGE_CODECS_TRUNCATED : status;
}

image_codecs_status image_codecs_tiff_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info) {
    tiff_reader reader;
    return tiff_reader_close(&reader, tiff_reader_open(&reader, bytes, count, info));
}
