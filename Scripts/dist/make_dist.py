"""Packs the programs with their libraries: a tarball, a wheel, and an image for containers.

    python Scripts/dist/make_dist.py .build/release .build/dist [--image]

OUT/vitrine-VERSION-linux-ARCH.tar.gz has bin, lib and share and runs from any folder: the run paths
are relative ($ORIGIN), and of the system only glibc is used. OUT/*.whl is the Python package with
the same tree; its tag is that of the glibc of this machine, by auditwheel. --image writes the OCI
image OUT/vitrine-oci.tar with umoci. share/vitrine has the licences of everything inside and an
SBOM (SPDX 2.3). Needs patchelf, binutils and, of PyPI, auditwheel, build and wheel
(`make dist` installs them).
"""

import argparse
import datetime
import gzip
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ["extract", "reduce", "plot", "search", "explore", "compare"]
# glibc, which every distribution has and whose parts belong together.
GLIBC = re.compile(r"^(ld-linux.*|lib(c|m|dl|pthread|rt|util|resolv|nsl|anl|mvec|BrokenLocale)"
                   r"\.so\.\d+)$")
HNSWLIB = Path("/usr/include/hnswlib/hnswlib.h")   # compiled into the programs
FONTS = Path("/usr/share/fonts/truetype/dejavu")
# The configuration of the package's fonts: its folder first, then the system's for other scripts.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def run(*command, **more):
    """The output of a command; what it says on failure ends the script."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr or done.stdout}")
    return done.stdout


def version():
    text = (ROOT / "Sources/Console/Failure.swift").read_text()
    return re.search(r'toolVersion = "([^"]+)"', text)[1]


# ---------------------------------------------------------------- the tree

def libraries(files):
    """Path of every library that the files need, but glibc's, by the name they need it by."""
    found = {}
    for file in files:
        for line in run("ldd", file).splitlines():
            words = line.split()
            if "=>" in words:
                name, path = words[0], words[2]
                if path == "not":
                    sys.exit(f"{file}: {name} is not found")
                if not GLIBC.match(name):
                    found[name] = Path(path).resolve()
    return found


def make_tree(programs, tree):
    """bin and lib with relative run paths; returns the libraries."""
    for name in ("bin", "lib"):
        (tree / name).mkdir(parents=True)
    needed = libraries([programs / name for name in PROGRAMS])
    for name in PROGRAMS:
        shutil.copy2(programs / name, tree / "bin" / name)
    for name, path in needed.items():
        shutil.copy2(path, tree / "lib" / name)
        (tree / "lib" / name).chmod(0o755)
    for folder, place in (("bin", "$ORIGIN/../lib"), ("lib", "$ORIGIN")):
        for file in sorted((tree / folder).iterdir()):
            run("strip", "--strip-unneeded", file)
            # The package's own libraries come before those of LD_LIBRARY_PATH.
            run("patchelf", "--force-rpath", "--set-rpath", place, file)
    return needed


def share(tree, needed):
    """Fonts, completions, licences and the SBOM; returns the components."""
    own = tree / "share" / "vitrine"
    (own / "fonts").mkdir(parents=True)
    (own / "fonts.conf").write_text(FONTS_CONF)
    fonts = [FONTS / f"DejaVuSans{style}.ttf" for style in ("", "-Bold")]
    for font in fonts:
        shutil.copy(font, own / "fonts" / font.name)
    for shell, folder, name in (("bash", "bash-completion/completions", "{}"),
                                ("zsh", "zsh/site-functions", "_{}"),
                                ("fish", "fish/vendor_completions.d", "{}.fish")):
        (tree / "share" / folder).mkdir(parents=True)
        for program in PROGRAMS:
            text = run(tree / "bin" / program, "--generate-completion-script", shell)
            (tree / "share" / folder / name.format(program)).write_text(text)
    # For --engine torch, in any environment of PyTorch.
    shutil.copytree(ROOT / "python/src/vitrine_vit", own / "python" / "vitrine_vit",
                    ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (own / "licences").mkdir()
    shutil.copy(ROOT / "LICENSE", own / "licences" / "vitrine")
    shutil.copy(ROOT / "Sources/CNouns/LICENSE.txt", own / "licences" / "wordnet")
    parts = components([*needed.values(), *fonts, HNSWLIB]) + swift_packages()
    declare(tree, parts)
    return parts


def declare(tree, parts):
    """The licences of components, and the SBOM of all of the tree."""
    own = tree / "share" / "vitrine"
    for part in parts:
        shutil.copy(part["licence"], own / "licences" / part["name"])
    (own / "sbom.spdx.json").write_text(json.dumps(sbom(tree, parts), indent=1) + "\n")


def swift_packages():
    """The packages that the programs were compiled with, by Package.resolved."""
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    found = []
    for pin in pins:
        folder = ROOT / ".build/checkouts" / Path(pin["location"]).name
        found.append({
            "name": pin["identity"], "version": pin["state"]["version"],
            "supplier": f"Organization: {pin['location']}",
            "licence": next(folder.glob("LICENSE*"))})
    return found


def components(files):
    """The packages that the files are from: name, version, source, file of the licence."""
    found = {}
    for file in files:
        if "/swift/" in str(file):
            top = Path(str(file).split("/usr/lib/swift")[0]) / "usr" / "share" / "swift"
            line = run("swift", "--version").splitlines()[0]
            found["swift"] = {
                "name": "swift", "version": re.search(r"version (\S+)", line)[1],
                "supplier": "Organization: Swift.org", "licence": top / "LICENSE.txt"}
            continue
        name = owner(file)
        release, source = run(
            "dpkg-query", "-W", "-f", "${Version} ${source:Package}", name).split()
        plain = name.split(":")[0]
        found[plain] = {
            "name": plain, "version": release, "source": source,
            "supplier": "Organization: Debian",
            "licence": Path("/usr/share/doc") / plain / "copyright"}
    return [found[name] for name in sorted(found)]


def owner(file):
    """The Debian package of a file, which may lie below /usr under a second name."""
    for path in (str(file), str(file).removeprefix("/usr")):
        done = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.splitlines()[0].rsplit(": ", 1)[0].split(", ")[0]
    sys.exit(f"{file}: no package has this file, whose licence has to be known")


def sbom(tree, parts):
    """The software bill of materials in SPDX 2.3: a package for each component, all files."""
    number = version()
    own = {"name": "vitrine", "version": number, "supplier": "Organization: Vitrine"}

    def package(part):
        return {
            "SPDXID": f"SPDXRef-{re.sub('[^A-Za-z0-9.-]', '-', part['name'])}",
            "name": part["name"], "versionInfo": part["version"], "supplier": part["supplier"],
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": "Apache-2.0" if part["name"] == "vitrine" else "NOASSERTION",
            "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
            "comment": f"licence text: share/vitrine/licences/{part['name']}",
            **({"sourceInfo": f"Debian source package {part['source']}"}
               if "source" in part else {})}
    files = sorted(p for p in tree.rglob("*") if p.is_file() and not p.is_symlink())
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"vitrine-{number}", "documentNamespace": f"https://spdx.org/spdxdocs/{number}",
        "creationInfo": {"created": created(), "creators": ["Tool: make_dist.py"]},
        "packages": [package(own)] + [package(part) for part in parts],
        "files": [{
            "SPDXID": f"SPDXRef-File-{i}", "fileName": f"./{file.relative_to(tree)}",
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest(file)}]}
            for i, file in enumerate(files)],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
             "relatedSpdxElement": "SPDXRef-vitrine"},
            *({"spdxElementId": "SPDXRef-vitrine", "relationshipType": "CONTAINS",
               "relatedSpdxElement": package(part)["SPDXID"]} for part in parts)]}


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def seconds():
    """The time of the packages' files: that of the commit, so that equal trees give equal files."""
    return int(os.environ.get("SOURCE_DATE_EPOCH")
               or run("git", "-C", ROOT, "log", "-1", "--format=%ct"))


def created():
    time = datetime.datetime.fromtimestamp(seconds(), datetime.UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


# ---------------------------------------------------------------- packages

def make_tarball(tree, target):
    def plain(member):
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = seconds()
        return member
    with (open(target, "wb") as file,
          gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=seconds()) as packed,
          tarfile.open(fileobj=packed, mode="w") as tar):
        for path in [tree, *sorted(tree.rglob("*"))]:
            name = Path(target.name.removesuffix(".tar.gz")) / path.relative_to(tree)
            tar.add(path, str(name), recursive=False, filter=plain)
    return target


def make_wheel(tree, out):
    """The Python package with the tree in it; its tag is what auditwheel finds."""
    work = out / "wheel"
    shutil.copytree(ROOT / "python", work / "package", ignore=shutil.ignore_patterns(
        "*.egg-info", "build", "tests", "__pycache__", "examples"))
    shutil.copy(ROOT / "LICENSE", work / "package" / "LICENSE")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work,
        work / "package", env={**os.environ, "SOURCE_DATE_EPOCH": str(seconds())})
    pure = next(work.glob("*.whl"))
    run(sys.executable, "-m", "wheel", "unpack", "--dest", work / "open", pure)
    opened = next((work / "open").iterdir())
    shutil.copytree(tree, opened / "vitrine_vit" / "programs")
    tag = f"py3-none-{platform_tag(tree)}"
    settings = next(opened.glob("*.dist-info")) / "WHEEL"
    text = settings.read_text().replace("Root-Is-Purelib: true", "Root-Is-Purelib: false")
    settings.write_text(re.sub(r"Tag: .*", f"Tag: {tag}", text))
    run(sys.executable, "-m", "wheel", "pack", "--dest-dir", out, opened)
    shutil.rmtree(work)
    wheel = next(out.glob("*.whl"))
    print(run(sys.executable, "-m", "auditwheel", "show", wheel).strip())
    return wheel


def platform_tag(tree):
    """manylinux of the newest glibc symbol that any file needs."""
    newest = (2, 17)
    for file in [*(tree / "bin").iterdir(), *(tree / "lib").iterdir()]:
        for found in re.findall(r"\(GLIBC_2\.(\d+)\)|GLIBC_2\.(\d+)$",
                                run("objdump", "-T", file), re.M):
            newest = max(newest, (2, int(found[0] or found[1])))
    return f"manylinux_{newest[0]}_{newest[1]}_{platform.machine()}"


def make_image(tree, out, parts):
    """An OCI image: the tree in /opt/vitrine, glibc, certificates, and busybox's shell."""
    image, bundle = out / "oci", out / "bundle"
    run("umoci", "init", "--layout", image)
    run("umoci", "new", "--image", f"{image}:latest")
    run("umoci", "unpack", "--rootless", "--image", f"{image}:latest", bundle)
    root = bundle / "rootfs"
    for folder in ("bin", "etc/ssl/certs", "tmp", "data", "lib64", "usr/bin", "proc", "dev"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(tree, root / "opt" / "vitrine")
    shutil.copy("/bin/busybox", root / "bin" / "busybox")
    for name in run("/bin/busybox", "--list").split():
        if not (root / "bin" / name).exists():
            (root / "bin" / name).symlink_to("busybox")
    (root / "usr/bin/env").symlink_to("/bin/env")
    libc = Path("/lib") / f"{platform.machine()}-linux-gnu"
    (root / str(libc)[1:]).mkdir(parents=True)
    for file in libc.iterdir():
        if GLIBC.match(file.name) or re.match(r"libnss_(dns|files)\.so", file.name):
            shutil.copy(file.resolve(), root / str(libc)[1:] / file.name)
    for loader in libc.glob("ld-linux*.so.*"):
        place = Path("lib64" if platform.machine() == "x86_64" else "lib") / loader.name
        (root / place).symlink_to(libc / loader.name)
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", root / "etc/ssl/certs")
    shutil.copytree(tree / "share/vitrine/licences", root / "usr/share/licences")
    more = components([Path("/bin/busybox"), libc / "libc.so.6",
                       Path("/usr/sbin/update-ca-certificates")])
    for part in more:
        shutil.copy(part["licence"], root / "usr/share/licences" / part["name"])
    (root / "usr/share/sbom.spdx.json").write_text(json.dumps(sbom(root, parts + more), indent=1))
    (root / "etc/passwd").write_text("root:x:0:0:root:/:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    (root / "etc/nsswitch.conf").write_text("passwd: files\nhosts: files dns\n")
    run("umoci", "repack", "--image", f"{image}:latest", bundle)
    run("umoci", "config", "--image", f"{image}:latest",
        "--config.env", "PATH=/opt/vitrine/bin:/bin:/usr/bin", "--config.workingdir", "/data",
        "--config.cmd", "extract", "--config.cmd", "--help",
        "--config.label", f"org.opencontainers.image.version={version()}",
        "--config.label", "org.opencontainers.image.licenses=Apache-2.0")
    run("umoci", "gc", "--layout", image)
    target = out / "vitrine-oci.tar"
    run("tar", "-C", image, "-cf", target, ".")
    shutil.rmtree(bundle)
    shutil.rmtree(image)
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--image", action="store_true")
    options = parser.parse_args()
    if options.out.exists():
        if any(options.out.iterdir()) and not (options.out / "tree" / "bin").is_dir():
            sys.exit(f"{options.out}: expected an earlier dist or a name that is free, found "
                     "another folder")
        shutil.rmtree(options.out)
    tree = options.out / "tree"
    needed = make_tree(options.programs, tree)
    parts = share(tree, needed)
    name = f"vitrine-{version()}-linux-{platform.machine()}.tar.gz"
    made = [make_tarball(tree, options.out / name), make_wheel(tree, options.out)]
    if options.image:
        made.append(make_image(tree, options.out, parts))
    size = sum(p.stat().st_size for p in tree.rglob("*") if p.is_file())
    print(f"{len(needed)} libraries, {size / 2 ** 20:.1f} MiB unpacked")
    for file in made:
        print(f"{file}: {file.stat().st_size / 2 ** 20:.1f} MiB")


if __name__ == "__main__":
    main()
