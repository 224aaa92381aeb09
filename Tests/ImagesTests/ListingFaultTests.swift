import Foundation
import Testing

@testable import Images

/// What might be or hold images and cannot be read: each is handed out with its cause.

private func causes(_ faults: [ListedImage]) -> [String] {
    faults.map { "\($0.displayPath) \($0.fault?.cause.rawValue ?? "")" }
}

private func shell(_ command: String) throws {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-c", command]
    try shell.run()
    shell.waitUntilExit()
    try #require(shell.terminationStatus == 0, "\(command)")
}

@Test("links to nothing and to folders, pipes and devices are handed out with their causes")
func faultsOfFolders() throws {
    try withFolder { root in
        try write([1], "\(root)/in/b.jpg")
        try write([1], "\(root)/elsewhere/c.jpg")
        #expect(makeLink("\(root)/in/cat", to: "../elsewhere"))
        #expect(makeLink("\(root)/in/gone.jpg", to: "/annex/1.jpg"))
        #expect(makeLink("\(root)/in/gone", to: "../nowhere"))
        #expect(makeLink("\(root)/in/self.png", to: "self.png"))
        #expect(makePipe("\(root)/in/pipe.jpg") && makePipe("\(root)/in/pipe"))
        #expect(makeLink("\(root)/in/null.png", to: "/dev/null"))
        let (images, faults, listing) = try collectAll("\(root)/in")
        #expect(images.map(\.displayPath) == ["b.jpg"])
        #expect(
            causes(faults) == [
                "cat folder-link", "gone dangling-link", "gone.jpg dangling-link",
                "null.png not-a-regular-file", "pipe not-a-regular-file",
                "pipe.jpg not-a-regular-file", "self.png dangling-link",
            ])
        // What has an image's name keeps a row, so that it can be tried again.
        #expect(faults.filter(\.takesRow).count == 4 && listing.count == 5)
        let details = faults.compactMap(\.fault?.detail)
        #expect(details[0].contains("to ../elsewhere") && details[0].contains("--follow-links"))
        #expect(details[2].contains("/annex/1.jpg") && details[2].contains("No such file"))
        #expect(listing.faultText?.contains("7 rejected in the listing (3 dangling-link") == true)
    }
}

@Test("a folder that cannot be listed is handed out with its cause, and the rest is listed")
func faultsOfUnreadableFolders() throws {
    try withFolder { root in
        try write([1], "\(root)/b.jpg")
        // Also root cannot open a path of more than 4,095 bytes.
        let part = String(repeating: "d", count: 250)
        try shell("cd '\(root)'; for i in $(seq 17); do mkdir \(part) && cd \(part); done; > a.jpg")
        let (images, faults, _) = try collectAll(root)
        #expect(images.map(\.displayPath) == ["b.jpg"])
        #expect(faults.map(\.fault?.cause) == [.unreadable])
        #expect(faults[0].fault?.detail.contains("File name too long") == true)
        #expect(!faults[0].takesRow)
        try shell("rm -r '\(root)/\(part)'")
    }
}

@Test("links to folders are followed when asked, each folder once, loops included")
func followsLinks() throws {
    try withFolder { root in
        try write([1], "\(root)/pool/cat/a.jpg")
        try write([1], "\(root)/in/dog/b.jpg")
        #expect(makeLink("\(root)/in/cat", to: "../pool/cat"))
        #expect(makeLink("\(root)/in/dog/up", to: ".."))
        #expect(makeLink("\(root)/in/twin", to: "cat"))
        var options = ListingOptions()
        options.followsLinks = true
        let (images, faults, _) = try collectAll("\(root)/in", options: options)
        #expect(images.map(\.displayPath) == ["cat/a.jpg", "dog/b.jpg"])
        #expect(images.map(\.label) == ["cat", "dog"])
        #expect(causes(faults) == ["dog/up folder-link", "twin folder-link"])
        #expect(faults[0].fault?.detail.contains("as the root") == true)
        #expect(faults[1].fault?.detail.contains("as cat") == true)
        #expect(try readFile(root: "\(root)/in", path: images[0].path, expecting: images[0]) == [1])
    }
}

@Test("archives that are cut, empty, compressed or hold links are handed out with their causes")
func faultsOfArchives() throws {
    try withFolder { root in
        for index in 0..<6 { try write(Array("picture".utf8), "\(root)/stage/\(index).jpg") }
        try FileManager.default.createDirectory(
            atPath: "\(root)/in", withIntermediateDirectories: true)
        try shell(
            """
            cd '\(root)/stage'; tar -cf ../whole.tar *.jpg; cp ../whole.tar ../in/whole.tar
            head -c 4612 ../whole.tar > ../in/cut.tar
            head -c 6144 ../whole.tar > ../in/unended.tar
            > ../in/empty.tar; gzip -c ../whole.tar > ../in/zipped.tar
            cat ../whole.tar ../whole.tar > ../in/twice.tar
            ln 0.jpg hard.jpg; ln -s 0.jpg soft.jpg; mkfifo pipe
            tar -cf ../in/links.tar 0.jpg hard.jpg soft.jpg pipe 0.jpg
            """)
        let (images, faults, listing) = try collectAll("\(root)/in")
        #expect(
            causes(faults) == [
                "cut.tar truncated", "empty.tar empty", "links.tar/hard.jpg archive-link",
                "links.tar/soft.jpg archive-link", "links.tar/pipe not-a-regular-file",
                "links.tar/0.jpg archive-link", "twice.tar corrupt", "unended.tar truncated",
                "zipped.tar unsupported",
            ])
        #expect(images.count == 4 + 1 + 6 + 6 + 6)
        let details = faults.compactMap(\.fault?.detail)
        #expect(
            details[0].contains("ends inside member 5, \"4.jpg\", at byte 4612: 4 members"),
            "\(details[0])")
        #expect(details[6].contains("behind its end marker"))
        #expect(details[8].contains("gunzip"))
        #expect(listing.faults[.archiveLink] == 3)
    }
}

@Test("WebDataset's members: labels from .cls and .json, masks apart, the rest counted")
func webDataset() throws {
    try withFolder { root in
        let files = [
            ("0.jpg", "picture"), ("0.cls", " 7\n"), ("1.jpg", "picture"),
            ("1.json", "{\"x\": [1, {\"label\": 3}], \"label\": \"tabby\", \"wnid\": 5}"),
            ("2.jpg", "picture"), ("2.json", "{\"label\": 4}"), ("2.seg.png", "mask"),
            ("3.jpg", "picture"), ("3.json", "{\"caption\": \"no label\"}"), ("3.txt", "text"),
            ("4.jpg", "picture"), ("4.json", "{\"label\""), ("4.mask.png", "mask"),
            ("5.left.jpg", "picture"), ("5.mp4", "film"),
        ]
        for (name, text) in files { try write(Array(text.utf8), "\(root)/stage/\(name)") }
        let names = files.map(\.0).joined(separator: " ")
        try shell("cd '\(root)/stage'; tar --hard-dereference -cf ../a.tar \(names) 0.jpg")
        let (images, faults, listing) = try collectAll("\(root)/a.tar")
        #expect(images.map(\.label) == ["7", "tabby", "4", nil, nil, nil, nil])
        #expect(faults == [])
        #expect(listing.maskCount == 2)
        #expect(listing.repeated == .init(count: 1, first: "a.tar/0.jpg"))
        #expect(listing.unlabelled == .init(count: 2, first: "a.tar/3.json"))
        #expect(listing.otherExtensions.map(\.extension) == ["mp4", "txt"])
        var options = ListingOptions()
        options.labelField = "wnid"
        #expect(try collectAll("\(root)/a.tar", options: options).images[1].label == "5")
        let notes = listing.notes(labelField: "label").joined(separator: "\n")
        #expect(notes.contains("2 masks of samples in archives, 1 .mp4, 1 .txt"), "\(notes)")
        #expect(notes.contains("--label-field"), "\(notes)")
    }
}

@Test("a path that a list names twice is counted, with the first")
func listsTwice() throws {
    try withFolder { root in
        try write([1], "\(root)/a.jpg")
        try write(Array("a.jpg\nb.jpg\n./a.jpg\nb.jpg\n".utf8), "\(root)/list.txt")
        #expect(
            try collect("\(root)/list.txt").listing.repeated == .init(count: 2, first: "./a.jpg"))
        try write(Array("name;class\na.jpg;x\na.jpg;x\n".utf8), "\(root)/list.CSV")
        let (images, listing) = try collect("\(root)/list.CSV")
        #expect(images.map(\.label) == ["x", "x"] && listing.repeated.count == 1)
    }
}

@Test("kinds that are not read are named by extension, images and archives first")
func namesKinds() throws {
    try withFolder { root in
        for name in ["a.heic", "b.HEIC", "c.psd", "d.zip", "e.tar.gz", "f.txt", "g", "h.mpo"] {
            try write([1], "\(root)/\(name)")
        }
        let (images, listing) = try collect(root)
        #expect(images.map(\.displayPath) == ["h.mpo"])
        #expect(
            listing.leftOut
                == "left out: 2 .heic, 1 .psd (images that are not read: convert them to PNG), "
                + "1 .gz, 1 .zip (archives that are not read: unpack them), 1 without an "
                + "extension, 1 .txt")
        #expect(listing.unreadFormats == "2 .heic, 1 .gz, 1 .psd, 1 .zip")
    }
}
