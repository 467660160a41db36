#!/usr/bin/env bash
# Compiles the service as the image has it, to native code, and runs the tests of SmtpCodeApi.Tests against that. Arguments go to the test runner.
# Needs the .NET SDK, a linker (clang or gcc) and the headers of zlib, which it installs through apt-get as root.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has_linker() { command -v clang gcc >/dev/null && [ -e /usr/include/zlib.h ]; }
if ! has_linker && [ "$(id -u)" -eq 0 ]; then
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev zlib1g-dev; } >/dev/null
fi

# From a copy of what the image is built from: publishing for one processor would leave its traces in obj.
tar -C "$root" -c --exclude=bin --exclude=obj global.json .editorconfig Directory.Build.props Directory.Packages.props openapi/v1.json openapi/v1.yaml src | tar -C "$work" -x
case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=x64 ;; esac
if ! (cd "$work" && dotnet publish src/SmtpCodeApi -c Release -a "$architecture" -p:PublishAot=true -p:RunAnalyzers=false -o "$work/native") >"$work/publish.log" 2>&1; then
  cat "$work/publish.log" >&2
  exit 1
fi

SMTPCODES_PROGRAM="$work/native/SmtpCodeApi" dotnet run --project "$root/tests/SmtpCodeApi.Tests" -- -noLogo "$@"
