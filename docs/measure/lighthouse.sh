#!/bin/sh
# Lighthouse on the front page and a lesson, phone and desktop; prints the four scores of each.
# Needs npm and chromium:   sh docs/measure/lighthouse.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
"$root/.venv/bin/python" -m http.server --bind 127.0.0.1 --directory "$root/site" 8097 >/dev/null 2>&1 &
server=$!
trap 'kill $server; rm -rf "$scratch"' EXIT
npm install --silent --no-audit --no-fund --prefix "$scratch" lighthouse@13.5.0 >/dev/null 2>&1
export CHROME_PATH=/usr/bin/chromium
for page in index.html lessons/05-container-lifecycle.html; do
  for device in phone desktop; do
    preset=""; [ $device = desktop ] && preset="--preset=desktop"
    "$scratch/node_modules/.bin/lighthouse" "http://127.0.0.1:8097/$page" $preset --quiet \
      --chrome-flags="--headless --no-sandbox" --output=json --output-path="$scratch/out.json" || true
    "$root/.venv/bin/python" - "$scratch/out.json" "$page" $device <<'PYTHON'
import json, sys
found = json.load(open(sys.argv[1]))
names = ("performance", "accessibility", "best-practices", "seo")
scores = {k: round(100 * found["categories"][k]["score"]) for k in names}
failed = [a["id"] for a in found["audits"].values() if a["score"] is not None and a["score"] < 0.5]
print("|", sys.argv[2], "|", sys.argv[3], "|", *scores.values(), "|", *failed[:8])
PYTHON
  done
done
