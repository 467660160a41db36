#!/usr/bin/env bash
# Writes the published description anew from the routes: openapi/v1.json and openapi/v1.yaml.
set -euo pipefail
cd "$(dirname "$0")/.."
SMTPCODES_WRITE_OPENAPI=1 dotnet test --project tests/SmtpCodeApi.Tests --filter-method '*Document_Committed_IsWhatTheRoutesSay' >/dev/null
echo "openapi/v1.json and openapi/v1.yaml are fresh."
