import Testing

@testable import Images

@Test("a listing is in byte order, enters folders, and leaves out what is no image file")
func lists() throws {
    try withFolder { root in
        for name in [
            "b.jpg", "a/z.PNG", "a/b/c.webp", "a.jpeg", "Z.jpe", "a/.hidden.jpg", ".git/x.jpg",
            "notes.txt", "new.AVIF", "noextension", "\u{E9}.jfif", "trap.jpg.txt",
        ] {
            try write([1, 2, 3], "\(root)/\(name)")
        }
        #expect(makePipe("\(root)/pipe.jpg"))
        #expect(makeLink("\(root)/a/loop", to: ".."))
        #expect(makeLink("\(root)/a/link.jpg", to: "../b.jpg"))
        #expect(makeLink("\(root)/dangling.png", to: "nowhere"))
        let (images, listing) = try collect(root)
        #expect(
            images.map(\.displayPath)
                == [
                    "Z.jpe", "a.jpeg", "a/b/c.webp", "a/link.jpg", "a/z.PNG", "b.jpg",
                    "\u{E9}.jfif",
                ])
        #expect(images.map(\.label) == [nil, nil, "b", "a", "a", nil, nil])
        #expect(images.allSatisfy { $0.size == 3 && $0.modified > 0 })
        #expect(listing.faults == [.folderLink: 1, .danglingLink: 1, .notARegularFile: 1])
        #expect(listing.firstFault?.displayPath == "a/loop")
        #expect(listing.hiddenCount == 2)
        #expect(listing.otherExtensions.map(\.extension) == ["txt", "", "avif"])
        #expect(listing.otherExtensions.map(\.count) == [2, 1, 1])
        #expect(
            listing.leftOut
                == "left out: 1 .avif (images that are not read: convert them to PNG), 2 .txt, "
                + "1 without an extension, 2 hidden")
    }
}

@Test("a single file is a listing of one, whatever its name")
func listsOneFile() throws {
    try withFolder { root in
        try write([7], "\(root)/picture")
        let (images, listing) = try collect("\(root)/picture")
        #expect(listing.root == root)
        #expect(images.map(\.displayPath) == ["picture"])
        let image = try #require(images.first)
        #expect(try readFile(root: listing.root, path: image.path, expecting: image) == [7])
    }
}

@Test("a root that is absent or no folder is an error that names it")
func listingErrors() throws {
    try withFolder { root in
        let absent = #expect(throws: ListingError.self) {
            try collect("\(root)/absent")
        }
        #expect(absent?.description.contains("\(root)/absent") == true)
        #expect(makePipe("\(root)/pipe"))
        #expect(throws: ListingError.self) { try collect("\(root)/pipe") }
    }
}

@Test("names that are not UTF-8 or hold control characters are kept as bytes and shown escaped")
func oddNames() throws {
    try withFolder { root in
        let name: [UInt8] = [0x61, 0xFF, 0x0A, 0x5C] + Array("\u{1F408}.jpg".utf8)
        #expect(makeFile(Array(root.utf8) + [UInt8(ascii: "/")] + name))
        let image = try #require(try collect(root).images.first)
        #expect(image.path == name)
        #expect(image.displayPath == "a\\xFF\\x0A\\x5C\u{1F408}.jpg")
        #expect(image.stemPath == "a\\xFF\\x0A\\x5C\u{1F408}")
        #expect(try readFile(root: root, path: image.path, expecting: image) == [])
    }
}

@Test("files that are gone, changed or no regular files are rejected without waiting")
func readsFiles() throws {
    try withFolder { root in
        try write([1, 2, 3], "\(root)/a.jpg")
        let image = try #require(try collect(root).images.first)
        #expect(try readFile(root: root, path: image.path, expecting: image) == [1, 2, 3])
        func cause(_ name: String, _ expecting: ListedImage? = nil) -> RejectedImage.Cause? {
            do {
                _ = try readFile(root: root, path: Array(name.utf8), expecting: expecting)
                return nil
            } catch { return error.cause }
        }
        try write([1, 2, 3, 4], "\(root)/a.jpg")
        #expect(cause("a.jpg", image) == .changed)
        let touched = ListedImage(path: image.path, size: 4, modified: image.modified - 1)
        #expect(cause("a.jpg", touched) == .changed)
        #expect(cause("a.jpg") == nil)
        #expect(cause("b.jpg") == .missing)
        #expect(cause("a.jpg/b.jpg") == .missing)
        #expect(cause("") == .notARegularFile)
        #expect(makePipe("\(root)/pipe.jpg"))
        #expect(cause("pipe.jpg") == .notARegularFile)
        #expect(makeLink("\(root)/self.jpg", to: "self.jpg"))
        #expect(cause("self.jpg") == .unreadable)
    }
}

@Test("a mask stands at the same path with the extension png, or directly in the folder")
func findsMasks() throws {
    try withFolder { root in
        try write([1], "\(root)/cat/a.png")
        try write([1], "\(root)/b.png")
        func mask(_ path: String) -> String? {
            findMask(below: root, for: ListedImage(path: Array(path.utf8), size: 1, modified: 1))
                .map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(mask("cat/a.JPEG") == "cat/a.png")
        #expect(mask("dog/b.jpg") == "b.png")
        #expect(mask("b.webp") == "b.png")
        #expect(mask("dog/c.jpg") == nil)
    }
}
