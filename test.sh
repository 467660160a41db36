#!/usr/bin/env bash
# Builds everything and runs every test; needs the .NET SDK, and Chromium for the browser tests. Arguments go to the test runner.
set -euo pipefail
cd "$(dirname "$0")"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# The browser tests drive the Chromium of this machine. Where there is none, it is installed if that takes no password; without it they are skipped.
has_chromium() { [ -n "${CHROMIUM_PATH:-}" ] || command -v chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable >/dev/null; }
install_chromium() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
  [ "$(id -u)" -eq 0 ] || apt=(sudo -n "${apt[@]}")
  command -v apt-get >/dev/null && "${apt[@]}" update >/dev/null 2>&1 || return
  echo "Chromium is missing: installing it for the browser tests."
  "${apt[@]}" install -y --no-install-recommends chromium-headless-shell fonts-liberation >/dev/null 2>&1
}
has_chromium || install_chromium || true
has_chromium || echo "The browser tests will be skipped: no Chromium was found. Install it (on Debian: apt-get install chromium-headless-shell), or name one in CHROMIUM_PATH."

dotnet build SmtpCodeApi.sln --nologo --verbosity quiet
status=0
dotnet test --solution SmtpCodeApi.sln --no-build --no-progress --report-trx --results-directory "$results" --minimum-expected-tests 1 "$@" || status=$?

# One plain line, summed over the reports of all test projects.
cat "$results"/*.trx | grep -oE '<Counters [^>]*>' | awk '
  {
    for (i = 1; i <= NF; i++)
      if (match($i, /^(total|passed|failed)="[0-9]+"/)) { split($i, part, "\""); sub("=", "", part[1]); sum[part[1]] += part[2] }
  }
  END { printf "%d passed, %d failed, %d skipped\n", sum["passed"], sum["failed"], sum["total"] - sum["passed"] - sum["failed"] }'
exit "$status"
