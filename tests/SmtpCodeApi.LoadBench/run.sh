#!/usr/bin/env bash
# Measures the service against its peers on this machine, server on one core and load on another. Takes half an hour; --quick takes three minutes and shows
# only that everything works.
#
#   run.sh [load]   CPU, rate, start and memory of the service, bare Kestrel, a typical Minimal API, nginx and Fastify; each figure with its target
#   run.sh scale    how cost grows with connections, the length of a reply and the lines of a batch
#   run.sh micro    BenchmarkDotNet: the library by itself, with 10 and 100 times the catalog too
#   run.sh page     writes RESULTS.md and the plot from the results there are; the others do so at their end
#
#   --build jit|r2r|aot   how to publish the service; aot is what the container image has, and adds an AOT build of bare to compare with
#   --quick               short slices; results go to .work/quick
#
# Needs the .NET SDK, two cores and Linux; wrk and nginx, which it installs through apt-get as root; Fastify takes part where node is.
set -euo pipefail
bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PATH=$PATH:/usr/sbin

command=load build=aot quick=()
while [ $# -gt 0 ]; do
  case $1 in
    load | scale | micro | page) command=$1 ;;
    --build) build=${2:?--build needs jit, r2r or aot}; shift ;;
    --quick) quick=(--quick) ;;
    *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
  esac
  shift
done
case $build in jit | r2r | aot) ;; *) echo "--build is jit, r2r or aot." >&2; exit 2 ;; esac

work=$bench/.work
results=$bench/results
[ ${#quick[@]} -eq 0 ] || results=$work/quick/results
mkdir -p "$work/publish"

need() {
  local missing=()
  for program in "$@"; do command -v "$program" >/dev/null || missing+=("$program"); done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}." >&2
    exit 1
  fi
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Publishes a project of the copy in $work/source. Everything but the image's own arguments is the default.
publish() {
  local project=$1 name=$2 kind=$3 how=()
  case $kind in
    jit) how=(--self-contained false) ;;
    r2r) how=(-a "$(architecture)" --self-contained false -p:PublishReadyToRun=true) ;;
    aot) how=(-a "$(architecture)" -p:PublishAot=true) ;;
  esac
  echo "Publishing $name ($kind)."
  rm -rf "${work:?}/publish/$name"
  if ! dotnet publish "$work/source/$project" -c Release -o "$work/publish/$name" -p:ContinuousIntegrationBuild=true "${how[@]}" >"$work/publish.log" 2>&1; then
    cat "$work/publish.log" >&2
    echo "$name cannot be published as $kind." >&2
    exit 1
  fi
}

architecture() { case $(uname -m) in aarch64) echo arm64 ;; *) echo x64 ;; esac; }

# From a copy of what the image is built from: publishing for one processor would leave its traces in the lock files and in obj.
copy_source() {
  rm -rf "$work/source"
  mkdir -p "$work/source"
  tar -C "$root" -c --exclude=bin --exclude=obj --exclude=node_modules --exclude=.work \
    global.json .editorconfig Directory.Build.props Directory.Packages.props openapi/v1.json openapi/v1.yaml src tests/SmtpCodeApi.LoadBench | tar -C "$work/source" -x
}

driver() {
  taskset -c 1 dotnet "$work/publish/driver/SmtpCodeApi.LoadBench.dll" "$command" --bench "$bench" --work "$work" --results "$results" \
    --build "$build" --commit "$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)" "${quick[@]}"
}

if [ "$(nproc)" -lt 2 ]; then
  echo "Two cores are needed: one for the server, one for the load." >&2
  exit 1
fi

copy_source
publish tests/SmtpCodeApi.LoadBench/Driver driver jit
case $command in
  load)
    need wrk nginx
    publish src/SmtpCodeApi service "$build"
    peers=$build
    rm -rf "$work/publish/bare-aot"
    if [ "$build" = aot ]; then
      peers=r2r
      publish tests/SmtpCodeApi.LoadBench/Bare bare-aot aot
    fi
    publish tests/SmtpCodeApi.LoadBench/Bare bare "$peers"
    publish tests/SmtpCodeApi.LoadBench/Typical typical "$peers"
    if command -v node >/dev/null && command -v npm >/dev/null; then
      (cd "$bench/fastify" && npm ci --no-audit --no-fund --ignore-scripts --silent)
    else
      rm -rf "$bench/fastify/node_modules"
    fi
    ;;
  scale)
    need wrk
    publish src/SmtpCodeApi service "$build"
    ;;
  micro)
    rm -rf "$work/benchmarks"
    job=()
    [ ${#quick[@]} -eq 0 ] || job=(--job dry)
    dotnet run -c Release --project "$root/tests/SmtpCodeApi.Benchmarks" -- --filter '*' --exporters briefjson --artifacts "$work/benchmarks" "${job[@]}"
    ;;
esac
driver
