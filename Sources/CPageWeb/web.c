#include "page_web.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Every file of Sources/Page/Web is embedded here and listed below; PageTests compare the two.

static const unsigned char main_js[] = {
#embed "../Page/Web/main.js"
};
static const unsigned char page_css[] = {
#embed "../Page/Web/page.css"
};
static const unsigned char page_html[] = {
#embed "../Page/Web/page.html"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct page_web_file files[] = {
    FILE("main.js", main_js),
    FILE("page.css", page_css),
    FILE("page.html", page_html),
};

size_t page_web_count(void) { return sizeof files / sizeof files[0]; }

const struct page_web_file *page_web_at(size_t index) { return &files[index]; }
