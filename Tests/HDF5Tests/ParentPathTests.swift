import HDF5
import Testing

@Test(
    "the folder part of any path, those of one character too",
    arguments: [
        ("g", ""), ("", ""), ("g/", ""), ("/", "/"), ("/g", "/"), ("//g//", "/"), ("a/b", "a"),
        ("a//b/", "a"), ("./b", "."), ("/a/b.h5", "/a"), ("é/ü", "é"),
    ])
func parentPaths(path: String, parent: String) {
    #expect(parentPath(of: path) == parent)
}
