# Everything a machine needs is installed here. `make demo` and `make test` are the two commands.

SHELL := bash
.SHELLFLAGS := -o pipefail -c
PREFIX ?= /usr/local
BUILD := .build/release
PROGRAMS := extract reduce plot search explore compare
DEBIAN := libopenblas-dev liblapacke-dev libdnnl-dev libhnswlib-dev libsentencepiece-dev \
	libhdf5-dev libjpeg-dev \
	libpng-dev libwebp-dev libtiff-dev libgif-dev zlib1g-dev libssl-dev libcairo2-dev \
	libpango1.0-dev pkg-config fonts-dejavu-core libcurl4 libxml2 ca-certificates
# One build serves the programs and the tests, which look into modules.
SWIFT_FLAGS := -c release -Xswiftc -enable-testing
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: all setup build demo test check-all check-python dist check-dist lint install uninstall bench format clean

all: build

# Installs Debian's packages that are missing, and nothing when all are there.
setup:
	@missing=""; for package in $(DEBIAN); do \
		dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
			|| missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
		echo "installing$$missing"; \
		$(SUDO) apt-get update -qq \
			&& DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq \
				--no-install-recommends $$missing > /dev/null; \
	fi
	@command -v swift > /dev/null || { \
		echo "Swift 6.2 or later is needed: https://www.swift.org/install"; exit 1; }

build: setup
	swift build $(SWIFT_FLAGS)

# The main job on the drawings of data/, with the embedded model.
demo: build
	@mkdir -p demo
	$(BUILD)/extract data/images demo/out.h5 --overwrite \
		--variants random:0.2,salient:1,background:1
	$(BUILD)/reduce --layer 11 demo/out.h5 -o demo/tsne.h5 --overwrite
	$(BUILD)/plot demo/tsne.h5 -o demo/figures
	@echo
	@echo "Open demo/figures/map.html, the map of the images, or demo/figures/index.html with all"
	@echo "figures. The first figures to look at:"
	@ls -1 demo/figures/scatter.png demo/figures/scene-0-*.png demo/figures/occlusion-cat*.png \
		demo/figures/attention-cat*.png demo/figures/layers.png | sed 's/^/    /'
	@echo "The tokens of every layer are in demo/out.h5, the map in demo/tsne.h5 (both plain HDF5)."

# Continuous integration tries a real Slurm and a browser too, and checks the types of the page's
# program; elsewhere these tests run where the packages are installed.
test: DEBIAN += $(if $(CI),slurm-wlm munge chromium chromium-driver node-typescript python3-h5py)
test: setup lint
	swift build --build-tests $(SWIFT_FLAGS)
	@# Built above: swift test would build everything once more with its own flags. The failures are
	@# printed once more at the end, where they are found.
	swift test $(SWIFT_FLAGS) --disable-xctest --skip-build 2>&1 | tee .build/test.log \
		|| { grep -a '✘' .build/test.log; exit 1; }

# Everything that takes longer: all that a person does on the page, in a browser; the Python package
# with the libraries of its exports, its types, and the notebook.
check-all: DEBIAN += chromium chromium-driver firefox-esr node-typescript python3-venv
check-all: setup lint
	swift build --build-tests $(SWIFT_FLAGS)
	VITRINE_CHECK_ALL=1 swift test $(SWIFT_FLAGS) --disable-xctest --skip-build --filter PageTests
	$(MAKE) check-python
	$(MAKE) check-dist

# A tarball, a wheel and an image that run without the libraries of the machine: .build/dist.
dist: DEBIAN += patchelf binutils umoci skopeo busybox-static python3-venv
dist: build
	test -x .build/dist-tools/bin/pip || python3 -m venv .build/dist-tools
	.build/dist-tools/bin/pip install -q auditwheel build wheel 'setuptools>=70'
	.build/dist-tools/bin/python Scripts/dist/make_dist.py $(BUILD) .build/dist --image

check-dist: dist
	.build/dist-tools/bin/python Scripts/dist/check_dist.py .build/dist $(BUILD)

# Embedding Atlas is installed for its viewer's files alone: it wants another pandas than anndata.
PYTHON := .build/python/bin
check-python:
	test -x $(PYTHON)/pip || python3 -m venv .build/python
	$(PYTHON)/pip install -q -r python/requirements-check.txt
	$(PYTHON)/pip install -q --no-deps embedding-atlas==0.26.0 ./python
	$(PYTHON)/mypy --config-file python/pyproject.toml python/src/vitrine_vit
	cd python/tests && VITRINE_CHECK_ALL=1 PYTHONPATH=../src ../../$(PYTHON)/python -m unittest
	cd python/examples && PATH=$(abspath $(BUILD)):$$PATH PYTHONPATH=../src \
		../../$(PYTHON)/python -m nbconvert --to html --execute tour.ipynb \
		--output $(abspath .build)/tour.html

# The formatter's rules, as errors; the types of the page's program where TypeScript is installed.
lint:
	swift format lint --strict --recursive Package.swift Sources Tests
	@if command -v tsc > /dev/null; then tsc -p Scripts/common/tsconfig.json; fi

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	for program in $(PROGRAMS); do \
		install -m 755 $(BUILD)/$$program $(DESTDIR)$(PREFIX)/bin/$$program; \
	done
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	for part in vitrine_vit vitrine_vit/engine vitrine_vit/export; do \
		install -d $(DESTDIR)$(PREFIX)/share/vitrine/python/$$part; \
		install -m 644 python/src/$$part/*.py $(DESTDIR)$(PREFIX)/share/vitrine/python/$$part; \
	done
	for program in $(PROGRAMS); do \
		$(BUILD)/$$program --generate-completion-script bash \
			> $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$program; \
		$(BUILD)/$$program --generate-completion-script zsh \
			> $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_$$program; \
		$(BUILD)/$$program --generate-completion-script fish \
			> $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$program.fish; \
	done

uninstall:
	for program in $(PROGRAMS); do rm -f $(DESTDIR)$(PREFIX)/bin/$$program \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$program \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_$$program \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$program.fish; done
	rm -rf $(DESTDIR)$(PREFIX)/share/vitrine/python

# Seconds of each program, then extract beside its peers (installed the first time, some GB);
# Benchmarks/README.md says how to read them.
bench: build
	Benchmarks/run
	Benchmarks/extract

format:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

clean:
	rm -rf .build demo
