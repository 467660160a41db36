#!/usr/bin/env bash
# Validates the HTML of the whole site: every address in the site map, and the kinds of page that have no place there.
# Needs the service built, npm and curl.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --ignore-scripts --silent

work=$(mktemp -d)
pages=$work/pages
mkdir "$pages"
touch "$work/log"
dotnet ../../src/SmtpCodeApi/bin/Debug/net10.0/SmtpCodeApi.dll --environment Production --urls http://127.0.0.1:0 >"$work/log" 2>&1 &
pid=$!
trap 'kill "$pid" || true; wait "$pid" || true; rm -rf "$work"' EXIT
# The service says where it listens.
until origin=$(grep -oE 'http://127\.0\.0\.1:[1-9][0-9]*' "$work/log" | head -1); do
  kill -0 "$pid" || { cat "$work/log"; exit 1; }
  sleep 0.5
done

# One address a line becomes one page a file, over one connection.
fetch() {
  awk -v to="$pages/$1" '{ printf "url = \"%s\"\noutput = \"%s-%03d.html\"\n", $0, to, NR }' | curl --silent --show-error --header 'Accept: text/html' --config -
}

curl --silent --fail "$origin/sitemap.xml" | sed -n 's/&amp;/\&/g; s/.*<loc>\(.*\)<\/loc>.*/\1/p' | fetch mapped
sed "s|^|$origin|" <<'PATHS' | fetch other
/codes?q=mailbox+full
/codes?q=nothing-has-this&class=5
/codes?code=535&code=599
/codes?limit=10&offset=10
/compare?a=535&b=535
/compare?a=5.7.26&b=550
/codes/9999
/codes/599
/codes?class=9&action=dance
/compare?a=354
/explain/batch
/nothing/here
/problems/unknown-code
/problems/payload-too-large
PATHS
explain() { curl --silent --show-error --fail --header 'Accept: text/html' --output "$pages/$1.html" "$origin/explain" "${@:2}"; }
explain reply --data-urlencode $'reply=550-4.7.1 Greylisted <script>alert(1)</script>\n550 4.7.1 "try" again'
explain bounce --header 'Content-Type: message/delivery-status' --data-binary \
  $'Reporting-MTA: dns; mail.example.com\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\nFinal-Recipient: rfc822; dora@example.org\nAction: failed\nStatus: 5.2.2\n'

echo "$(find "$pages" -name '*.html' | wc -l) pages"
npm run --silent validate -- "$pages"
