# `make` says what there is. Every target works in a path with spaces; DuckDB is fetched once into the user's cache.
#
# FSC_DUCKDB=bundled   compile DuckDB from source into the binary, fetch nothing
# FSC_CACHE_DIR=…      where the fetched library is kept (default: ~/.cache/fsc)

CARGO = ./scripts/cargo.sh

# The default: says what there is to make.
help:
	@echo 'make demo             build, then compute three days of features from real flights on the embedded DuckDB'
	@echo 'make build            build fsc (dev profile); afterwards plain `cargo build` works too'
	@echo 'make test             formatting, lints, documentation, every test'
	@echo 'make install          install an optimised fsc into ~/.cargo/bin'
	@echo 'make release-bundled  one optimised binary with DuckDB inside (20 to 40 minutes)'
	@echo 'make bench            measure compiling of 100, 1,000 and 10,000 feature views, analysis, and backfills'
	@echo 'make check-data       make the example data again and compare (needs the Python package duckdb)'
	@echo 'make slim             lint builds with one engine and with none'
	@echo 'make smoke-snowflake  try fsc on a Snowflake account that SNOWFLAKE_… variables name'
	@echo 'make clean            remove what was built'

demo:
	@./scripts/need.sh rust npm
	@./scripts/demo.sh

build:
	@./scripts/need.sh rust npm
	@$(CARGO) build --locked

# The quick ones first; clippy builds the examples and benches. The Snowflake that tests talk to is made before anything is
# built, since it may lack something, and tested last, since its tests run the program.
test:
	@./scripts/need.sh rust npm fake-snowflake
	@./scripts/fake-snowflake.sh >/dev/null
	cargo fmt --check
	@$(CARGO) clippy --locked --all-targets -- -D warnings
	@RUSTDOCFLAGS='-D warnings' $(CARGO) doc --locked --no-deps --document-private-items
	@$(CARGO) test --locked --doc
	@$(MAKE) --no-print-directory slim
	@$(CARGO) test --locked --lib --bins --tests
	@./scripts/test-fake-snowflake.sh

# Checked and not built: seconds, once the dependencies have been looked at with these features.
slim:
	@$(CARGO) clippy --locked --no-default-features -- -D warnings
	@$(CARGO) clippy --locked --no-default-features --features duckdb -- -D warnings
	@$(CARGO) clippy --locked --no-default-features --features snowflake -- -D warnings

smoke-snowflake:
	@./scripts/need.sh rust python3
	@./scripts/smoke-snowflake.sh

install:
	@./scripts/need.sh rust npm
	@./scripts/install.sh

release-bundled:
	@./scripts/need.sh rust
	@FSC_DUCKDB=bundled $(CARGO) build --locked --release

bench:
	@./scripts/need.sh rust npm
	@$(CARGO) bench --locked --bench compile
	@$(CARGO) bench --locked --bench analysis
	@$(CARGO) bench --locked --bench backfill

check-data:
	@./scripts/need.sh python3
	@./scripts/check-data.sh

clean:
	@cargo clean
	@rm -rf examples/*/target

.PHONY: help demo build test slim smoke-snowflake install release-bundled bench check-data clean
