# The whole of Faultmark's workflow. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help demo start test coverage check format bundle template chromium postgres redis lock types wheel screenshots clean

bin := .venv/bin
# Without its compiled modules each start would compile all of Label Studio anew.
unexport PYTHONDONTWRITEBYTECODE
host := src/faultmark/host

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

demo: runtime bundle template ## a labeled demo machine, in one command
	$(bin)/faultmark demo $(ARGS)

start: runtime bundle template ## serve the data folder (ARGS="--data-dir …")
	$(bin)/faultmark start $(ARGS)

# A file of tests stays in one process; the browser's have the machine for themselves, since they wait on a screen.
test: check template chromium postgres redis ## every check and every test, of both languages and in a real browser
	$(bin)/python scripts/frontend.py test
	$(bin)/python -m pytest -m "not browser" -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)
	$(bin)/python -m pytest -m browser $(ARGS)

coverage: ## the tests once more, with what they do not reach; a good deal slower
	rm -f .coverage
	$(MAKE) test ARGS="--cov --cov-append --cov-report=term:skip-covered $(ARGS)"

check: dev bundle ## formatting, lint, types, layers
	$(bin)/ruff format --check src tests bench scripts hatch_build.py
	$(bin)/ruff check src tests bench scripts hatch_build.py
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/python scripts/frontend.py check

format: dev ## let ruff format and fix what it safely can
	$(bin)/ruff format src tests bench scripts hatch_build.py
	$(bin)/ruff check --fix src tests bench scripts hatch_build.py

.PHONY: runtime dev
runtime:
	@scripts/bootstrap.sh
dev:
	@scripts/bootstrap.sh dev

bundle:
	@$(bin)/python scripts/frontend.py build

# Some 40 s of migrations once, so that a first start takes seconds. Its key is checked at start: a stale one is
# never used, only made anew here when a migration or a pinned version has changed.
template: $(host)/template.sqlite3.gz
$(host)/template.sqlite3.gz: requirements/runtime.lock $(wildcard src/faultmark/web/migrations/*.py) $(host)/template.py
	$(bin)/python -m faultmark.host.template $@

chromium:
	@scripts/chromium.sh >/dev/null

postgres:
	@scripts/postgres.sh >/dev/null

redis:
	@scripts/redis.sh >/dev/null

lock: dev ## resolve the locked versions anew
	scripts/lock.sh

types: dev ## OpenAPI snapshot, and the TypeScript types generated from it
	$(bin)/faultmark manage write_openapi docs/reference/openapi.json
	$(bin)/python scripts/frontend.py types

wheel: dev bundle template ## wheel and sdist into dist/
	$(bin)/uv build

screenshots: dev bundle template chromium ## the pictures in docs/, taken from the demo
	$(bin)/python scripts/screenshots.py

clean: ## remove what was built, but not the environment
	rm -rf dist build .cache src/faultmark/web/bundle $(host)/template.sqlite3.gz $(host)/template.json
