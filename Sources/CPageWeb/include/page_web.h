#ifndef PAGE_WEB_H
#define PAGE_WEB_H

#include <stddef.h>

/// A file of Sources/Page/Web, the program of the map page.
struct page_web_file {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// Number of files.
size_t page_web_count(void);

/// A file by its index below `page_web_count`.
const struct page_web_file *page_web_at(size_t index);

#endif
