#!/usr/bin/env bash
# Builds everything and runs every test; needs nothing but the .NET SDK. Arguments go to the test runner.
set -euo pipefail
cd "$(dirname "$0")"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

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
