#!/usr/bin/env bash
# Writes the published description anew from the code: openapi/v1.json and openapi/v1.yaml.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
dotnet build src/SmtpCodeApi --configuration Release --nologo --verbosity quiet -p:RunAnalyzers=false
service=src/SmtpCodeApi/bin/Release/net10.0/SmtpCodeApi.dll
dotnet swagger tofile --openapiversion 3.1 --output openapi/v1.json "$service" v1 >/dev/null
dotnet swagger tofile --openapiversion 3.1 --yaml --output openapi/v1.yaml "$service" v1 >/dev/null
echo "openapi/v1.json and openapi/v1.yaml are fresh."
