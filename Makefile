# 惠企。一条命令跑起来：make start
#
# One virtual environment, .venv, made here and nowhere else. A stamp file in it says for each
# requirements file «installed as it stands»; touch nothing and the next run installs nothing.

PY    := .venv/bin/python
PIP   := $(PY) -m pip --quiet --no-input --disable-pip-version-check
UV    ?= uv
FIRM  ?= examples/chenglan.json
ON    ?= 2021-10-20
SAY   := printf '==> %s\n'
JAVA  := $(or $(wildcard $(JAVA_HOME)/bin/java),$(shell command -v java 2>/dev/null))

# Whatever the caller's shell has set, .venv alone says which packages are used.
unexport PYTHONPATH PYTHONHOME
export PYTHONUTF8 := 1

# A checkout that was moved, or a system Python that was replaced, leaves a dead .venv behind.
$(shell [ "$$(cat .venv/.where 2>/dev/null)" = "$(CURDIR)" ] && $(PY) -c '' 2>/dev/null \
  || rm -f .venv/.where .venv/.installed*)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help start match test check verify without-java rush bench docs words texts lock clean

help:  ## 显示这份说明
	@echo '惠企：make 后面加一个目标'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
	  | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

start: .venv/.installed  ## 安装所需，启动整座城市，打印网址；按 Ctrl-C 停止
	@exec .venv/bin/huiqi start

match: .venv/.installed  ## 安装所需，为一家示例企业匹配政策
	@$(SAY) '企业「$(FIRM)」在 $(ON) 能享受哪些政策？'
	@echo '  .venv/bin/huiqi match $(FIRM) --on $(ON)'
	@.venv/bin/huiqi match $(FIRM) --on $(ON)
	@echo
	@echo '换成自己的企业：make match FIRM=企业.json ON=日期；其余命令：.venv/bin/huiqi --help'

test: .venv/.installed-dev  ## 跑全部测试（两个进程）
	$(PY) -m pytest -n 2 --dist loadgroup --hypothesis-profile=ci -m "not verify"

check: .venv/.installed-dev  ## 检查风格、类型、分层、安全和政策库
	$(PY) -m ruff check src tests benchmarks
	$(PY) -m ruff format --check src tests benchmarks
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m bandit --quiet --recursive --configfile pyproject.toml src
	.venv/bin/huiqi library check

verify: check $(if $(JAVA),.venv/.installed-spark,without-java)  ## 检查，把政策逐处改动看案例能否发现，再用多得多的随机样例跑全部测试
	.venv/bin/huiqi library mutate --at-least 95
	$(PY) -m pytest -n 2 --dist loadgroup --hypothesis-profile=thorough

without-java:
	@$(SAY) '集群的核对没有运行：没有 Java（装了 Java 17 再执行 make verify）'

rush: .venv/.installed-dev  ## 截止前的高峰：FIRMS（默认 20000）家企业，每次 200 家同时提交，网页进程随机被杀
	@folder=$$(mktemp -d) && chmod 755 "$$folder" && trap 'rm -rf "$$folder"' EXIT && \
	  HUIQI_DATA_DIR="$$folder" PYTHONPATH=. $(PY) -m tests.contention.rush $(or $(FIRMS),20000) 200 40

bench: .venv/.installed-bench  ## 跑基准测试，打印结果表；AREA=engine 只跑这一部分
	@test -f benchmarks/run.py || { echo '还没有 benchmarks/run.py。' >&2; exit 1; }
	$(PY) benchmarks/run.py $(AREA)

docs: .venv/.installed  ## 由代码生成 docs/reference
	@test -f src/huiqi/rules/reference.py || { echo '还没有 huiqi.rules.reference。' >&2; exit 1; }
	$(PY) -m huiqi.rules.reference
	$(PY) -m huiqi.library.reference
	$(PY) -m huiqi.programmes.handbook
	$(PY) -m huiqi.config.glossary
	$(PY) manage.py openapi

words: .venv/.installed  ## 收集界面文字，更新英文目录（译文写在里面）
	$(PY) manage.py words

texts: .venv/.installed-dev  ## 重写 tests/texts/reviewed 里逐字审阅过的输出
	PYTHONPATH=. $(PY) -m tests.texts.reviewed
	@git diff --stat -- tests/texts/reviewed

lock:  ## 依 requirements/*.in 重新生成带哈希的锁定文件（需要 uv）
	@for set in runtime dev bench spark; do \
	  $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done

clean:  ## 删除 .venv 和全部缓存
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +
	rm -rf src/*.egg-info

# ---------------------------------------------------------------- .venv

.venv/.where:
	@python=''; for each in python3.11 python3 python3.14 python3.13 python3.12; do \
	  if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$each; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo '找不到 Python 3.11 或更新的版本。请先安装，例如 Debian：apt install python3 python3-venv' >&2; \
	  exit 1; fi; \
	$(SAY) "建立虚拟环境 .venv（$$($$python --version)）"; \
	if ! $$python -m venv --clear .venv; then \
	  echo '虚拟环境建立失败。若缺少 venv 模块，Debian 上请执行：apt install python3-venv' >&2; \
	  exit 1; fi
	@printf '%s' '$(CURDIR)' > $@

# $(1): the requirements file without .txt. Wheels are compiled all at once, on all cores.
define install
	@$(SAY) '安装 requirements/$(1).txt（首次需联网，约一分钟；逐个核对哈希）'
	@$(PIP) install --no-compile --require-hashes -r requirements/$(1).txt || { \
	  echo '安装失败：请检查网络或 pip 的镜像设置，然后重新执行同一条命令。' >&2; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(SAY) '预编译，使以后启动更快'
	@$(PY) -m huiqi.config.words
	@$(PY) -m compileall -q -j 0 .venv/lib src >/dev/null 2>&1 || true
	@touch $@
endef

.venv/.installed: .venv/.where requirements/runtime.txt pyproject.toml
	$(call install,runtime)

.venv/.installed-dev: .venv/.where requirements/dev.txt pyproject.toml
	$(call install,dev)
	@touch .venv/.installed

# Beside all the rest, in the same .venv; only verify asks for it, and only where Java is there.
.venv/.installed-spark: .venv/.installed-dev requirements/spark.txt
	@$(SAY) '安装 requirements/spark.txt（首次需联网，下载约 450 MB；逐个核对哈希）'
	@$(PIP) install --no-compile --no-build-isolation --require-hashes -r requirements/spark.txt || { \
	  echo '安装失败：请检查网络或 pip 的镜像设置，然后重新执行同一条命令。' >&2; exit 1; }
	@touch $@

.venv/.installed-bench: .venv/.where requirements/bench.txt pyproject.toml
	$(call install,bench)
	@touch .venv/.installed
