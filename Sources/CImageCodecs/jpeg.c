#include "image_codecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// A progressive file of a few bytes can ask for any number of passes over all coefficients.
// What counts is the time: each of them goes through the whole image.
enum { MAXIMUM_SCANS = 500 };
static const uint64_t MAXIMUM_SCANNED_PIXELS = 4000000000;
// A progressive file is kept whole before it becomes pixels: 3 (4:2:0) to 6 (4:4:4) bytes a pixel.
enum { MAXIMUM_MEMORY = 512 << 20 };

typedef struct {
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    int ended;             // the decoder asked for bytes after the last one
    int accept_truncated;  // and gets an end marker then
    image_codecs_status status;
    char *message;
    uint8_t *row;
} jpeg_reader;

static image_codecs_status status_of(int code) {
    switch (code) {
        case JERR_OUT_OF_MEMORY:
        case JERR_NO_BACKING_STORE:
        case JERR_IMAGE_TOO_BIG:
        case JERR_WIDTH_OVERFLOW:
            return IMAGE_CODECS_MEMORY;
        case JERR_ARITH_NOTIMPL:
        case JERR_BAD_PRECISION:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_NOTIMPL:
        case JERR_NOT_COMPILED:
        case JERR_SOF_UNSUPPORTED:
        case JERR_FRACT_SAMPLE_NOTIMPL:
        case JERR_CCIR601_NOTIMPL:
            return IMAGE_CODECS_UNSUPPORTED;
        default:
            return IMAGE_CODECS_CORRUPT;
    }
}

static void leave(j_common_ptr info) {
    jpeg_reader *reader = info->client_data;
    info->err->format_message(info, reader->message);
    if (info->err->msg_code == JERR_NO_BACKING_STORE) {
        snprintf(reader->message, JMSG_LENGTH_MAX, "decoding would need more than %d MiB",
                 MAXIMUM_MEMORY >> 20);
    }
    reader->status = status_of(info->err->msg_code);
    if (reader->ended && !reader->accept_truncated) reader->status = IMAGE_CODECS_TRUNCATED;
    longjmp(reader->escape, 1);
}

static void say_nothing(j_common_ptr info) { (void)info; }

static void begin_source(j_decompress_ptr info) { (void)info; }

// "return FALSE: suspend": so a file that ends early is told apart from a damaged one, and by
// the same rule as Pillow's, whose decoder suspends too.
static boolean fill_source(j_decompress_ptr info) {
    static const JOCTET end_marker[2] = {0xFF, JPEG_EOI};
    jpeg_reader *reader = info->client_data;
    reader->ended = 1;
    if (!reader->accept_truncated) return FALSE;
    reader->source.next_input_byte = end_marker;
    reader->source.bytes_in_buffer = 2;
    return TRUE;
}

static void skip_source(j_decompress_ptr info, long count) {
    jpeg_reader *reader = info->client_data;
    if (count <= 0) return;
    if ((size_t)count > reader->source.bytes_in_buffer) {
        count = (long)reader->source.bytes_in_buffer;
    }
    reader->source.next_input_byte += count;
    reader->source.bytes_in_buffer -= (size_t)count;
}

static void end_source(j_decompress_ptr info) { (void)info; }

static int allows_scans(jpeg_reader *reader, uint64_t scans) {
    const uint64_t pixels = (uint64_t)reader->decoder.image_width * reader->decoder.image_height;
    if (scans <= MAXIMUM_SCANS && scans * pixels <= MAXIMUM_SCANNED_PIXELS) return 1;
    if (scans > MAXIMUM_SCANS) {
        snprintf(reader->message, JMSG_LENGTH_MAX, "more than %d scans", MAXIMUM_SCANS);
    } else {
        snprintf(reader->message, JMSG_LENGTH_MAX, "%d scans, too many for its size", (int)scans);
    }
    reader->status = IMAGE_CODECS_CORRUPT;
    return 0;
}

// Ahead of the decoder, which takes memory before it comes to the scans.
static uint64_t count_scans(const uint8_t *bytes, size_t count) {
    uint64_t scans = 0;
    size_t place = 2;
    while (place + 4 <= count) {
        const uint8_t marker = bytes[place + 1];
        const int is_marker = bytes[place] == 0xFF && marker != 0 && marker != 0xFF;
        const int has_length = is_marker && marker > 0x01 && (marker < 0xD0 || marker > 0xD9);
        if (!has_length) {
            // Between the segments are the scans' own bytes, in which 0 or a restart follows FF.
            const uint8_t *next = memchr(bytes + place + 1, 0xFF, count - place - 1);
            if (!next) break;
            place = (size_t)(next - bytes);
            continue;
        }
        if (marker == 0xDA) scans++;
        place += 2 + ((size_t)bytes[place + 2] << 8 | bytes[place + 3]);
    }
    return scans;
}

// What the count did not see.
static void watch_scans(j_common_ptr info) {
    jpeg_reader *reader = info->client_data;
    if (allows_scans(reader, (uint64_t)reader->decoder.input_scan_number)) return;
    longjmp(reader->escape, 1);
}

static void open_reader(jpeg_reader *reader, const uint8_t *bytes, size_t count, char *message) {
    memset(reader, 0, sizeof *reader);
    message[0] = 0;
    reader->message = message;
    reader->decoder.err = jpeg_std_error(&reader->errors);
    reader->errors.error_exit = leave;
    reader->errors.output_message = say_nothing;
    reader->decoder.client_data = reader;
    reader->source.next_input_byte = bytes;
    reader->source.bytes_in_buffer = count;
    reader->source.init_source = begin_source;
    reader->source.fill_input_buffer = fill_source;
    reader->source.skip_input_data = skip_source;
    reader->source.resync_to_restart = jpeg_resync_to_restart;
    reader->source.term_source = end_source;
    reader->progress.progress_monitor = watch_scans;
}

static image_codecs_status ends_early(jpeg_reader *reader, const char *where, unsigned done) {
    snprintf(reader->message, JMSG_LENGTH_MAX, where, done, reader->decoder.image_height);
    reader->status = IMAGE_CODECS_TRUNCATED;
    return IMAGE_CODECS_TRUNCATED;
}

// Everything that may escape; the caller has set `reader->escape`.
static image_codecs_status read_header(jpeg_reader *reader) {
    jpeg_create_decompress(&reader->decoder);
    // jpeg_create_decompress clears all fields but `err` and `client_data`.
    reader->decoder.src = &reader->source;
    reader->decoder.progress = &reader->progress;
    reader->decoder.mem->max_memory_to_use = MAXIMUM_MEMORY;
    if (jpeg_read_header(&reader->decoder, TRUE) == JPEG_SUSPENDED) {
        return ends_early(reader, "the bytes end inside the header", 0);
    }
    return IMAGE_CODECS_OK;
}

// Samples come inverted, as Adobe's programs write them and Pillow assumes of every file; then
// RGB = K - (255 - C) * K / 255, rounded.
static void from_cmyk(const uint8_t *cmyk, uint8_t *rgb, size_t width) {
    for (size_t x = 0; x < width; x++) {
        const int black = cmyk[4 * x + 3];
        for (size_t c = 0; c < 3; c++) {
            const int product = (255 - cmyk[4 * x + c]) * black + 128;
            rgb[3 * x + c] = (uint8_t)(black - (((product >> 8) + product) >> 8));
        }
    }
}

static image_codecs_status read_rows(jpeg_reader *reader, uint8_t *rgb) {
    j_decompress_ptr decoder = &reader->decoder;
    const size_t width = decoder->image_width;
    const int is_cmyk = decoder->num_components == 4;
    decoder->dct_method = JDCT_ISLOW;
    decoder->do_fancy_upsampling = TRUE;
    decoder->out_color_space = is_cmyk ? JCS_CMYK : JCS_RGB;
    if (!jpeg_start_decompress(decoder)) {
        return ends_early(reader, "the bytes end before the last scan", 0);
    }
    if (is_cmyk) {
        reader->row = malloc(width * 4);
        if (!reader->row) {
            snprintf(reader->message, JMSG_LENGTH_MAX, "no memory for a row");
            return IMAGE_CODECS_MEMORY;
        }
    }
    while (decoder->output_scanline < decoder->output_height) {
        uint8_t *out = rgb + (size_t)decoder->output_scanline * width * 3;
        JSAMPROW row = is_cmyk ? reader->row : out;
        if (jpeg_read_scanlines(decoder, &row, 1) != 1) {
            return ends_early(
                reader, "the bytes end after %u of %u rows", decoder->output_scanline);
        }
        if (is_cmyk) from_cmyk(reader->row, out, width);
    }
    return IMAGE_CODECS_OK;
}

static void close_reader(jpeg_reader *reader) {
    free(reader->row);
    jpeg_destroy_decompress(&reader->decoder);
}

static image_codecs_status check_layers(jpeg_reader *reader) {
    const int layers = reader->decoder.num_components;
    if (layers == 1 || layers == 3 || layers == 4) return IMAGE_CODECS_OK;
    snprintf(reader->message, JMSG_LENGTH_MAX, "JPEG with %d components", layers);
    return IMAGE_CODECS_UNSUPPORTED;
}

image_codecs_status image_codecs_jpeg_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info) {
    jpeg_reader reader;
    open_reader(&reader, bytes, count, info->message);
    if (setjmp(reader.escape)) {
        close_reader(&reader);
        return reader.status;
    }
    image_codecs_status status = read_header(&reader);
    if (status == IMAGE_CODECS_OK) status = check_layers(&reader);
    info->width = reader.decoder.image_width;
    info->height = reader.decoder.image_height;
    close_reader(&reader);
    return status;
}

// Whether nothing but the end marker is missing: with one behind the bytes, the decoder has nothing
// to complain of. `rgb` is written over.
static int lacks_end_marker_only(const uint8_t *bytes, size_t count, uint8_t *rgb) {
    char message[JMSG_LENGTH_MAX];
    jpeg_reader reader;
    open_reader(&reader, bytes, count, message);
    reader.accept_truncated = 1;
    if (setjmp(reader.escape)) {
        close_reader(&reader);
        return 0;
    }
    image_codecs_status status = read_header(&reader);
    // Of several scans the last may be missing whole.
    if (status == IMAGE_CODECS_OK && !jpeg_has_multiple_scans(&reader.decoder)) {
        status = read_rows(&reader, rgb);
    } else {
        status = IMAGE_CODECS_TRUNCATED;
    }
    const int is_whole = status == IMAGE_CODECS_OK && reader.errors.num_warnings == 0;
    close_reader(&reader);
    return is_whole;
}

image_codecs_status image_codecs_jpeg_decode(const uint8_t *bytes, size_t count,
                                             int accept_truncated, uint8_t *rgb,
                                             image_codecs_info *info) {
    jpeg_reader reader;
    open_reader(&reader, bytes, count, info->message);
    reader.accept_truncated = accept_truncated;
    if (setjmp(reader.escape)) {
        close_reader(&reader);
        return reader.status;
    }
    image_codecs_status status = read_header(&reader);
    if (status == IMAGE_CODECS_OK) status = check_layers(&reader);
    if (status == IMAGE_CODECS_OK
        && (reader.decoder.image_width != info->width
            || reader.decoder.image_height != info->height)) {
        snprintf(info->message, sizeof info->message, "the header changed its size");
        status = IMAGE_CODECS_CORRUPT;
    }
    if (status == IMAGE_CODECS_OK && jpeg_has_multiple_scans(&reader.decoder)
        && !allows_scans(&reader, count_scans(bytes, count))) {
        status = IMAGE_CODECS_CORRUPT;
    }
    if (status == IMAGE_CODECS_OK) status = read_rows(&reader, rgb);
    close_reader(&reader);
    if (status == IMAGE_CODECS_TRUNCATED && lacks_end_marker_only(bytes, count, rgb)) {
        snprintf(info->message, sizeof info->message,
                 "all %u rows are there, but the end marker is missing; "
                 "--accept-truncated reads it",
                 info->height);
    }
    return status;
}

typedef struct {
    struct jpeg_compress_struct encoder;
    struct jpeg_error_mgr errors;
    jmp_buf escape;
    unsigned char *bytes;
    unsigned long count;
} jpeg_writer;

static void leave_writer(j_common_ptr info) {
    jpeg_writer *writer = info->client_data;
    longjmp(writer->escape, 1);
}

image_codecs_status image_codecs_jpeg_encode(const uint8_t *rgb, uint32_t width, uint32_t height,
                                             int quality, uint8_t **bytes, size_t *count) {
    jpeg_writer writer;
    memset(&writer, 0, sizeof writer);
    writer.encoder.err = jpeg_std_error(&writer.errors);
    writer.errors.error_exit = leave_writer;
    writer.errors.output_message = say_nothing;
    writer.encoder.client_data = &writer;
    if (setjmp(writer.escape)) {
        jpeg_destroy_compress(&writer.encoder);
        free(writer.bytes);
        return IMAGE_CODECS_MEMORY;
    }
    jpeg_create_compress(&writer.encoder);
    jpeg_mem_dest(&writer.encoder, &writer.bytes, &writer.count);
    writer.encoder.image_width = width;
    writer.encoder.image_height = height;
    writer.encoder.input_components = 3;
    writer.encoder.in_color_space = JCS_RGB;
    jpeg_set_defaults(&writer.encoder);
    jpeg_set_quality(&writer.encoder, quality, TRUE);
    writer.encoder.dct_method = JDCT_ISLOW;
    writer.encoder.optimize_coding = TRUE;
    jpeg_start_compress(&writer.encoder, TRUE);
    while (writer.encoder.next_scanline < height) {
        JSAMPROW row = (JSAMPROW)(rgb + (size_t)writer.encoder.next_scanline * width * 3);
        jpeg_write_scanlines(&writer.encoder, &row, 1);
    }
    jpeg_finish_compress(&writer.encoder);
    jpeg_destroy_compress(&writer.encoder);
    *bytes = writer.bytes;
    *count = writer.count;
    return IMAGE_CODECS_OK;
}

void image_codecs_free(uint8_t *bytes) { free(bytes); }

int image_codecs_can_allocate(size_t count) {
    void *volatile memory = malloc(count);
    const int can = memory != NULL;
    free(memory);
    return can;
}
