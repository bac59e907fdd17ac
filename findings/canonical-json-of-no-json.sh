#!/usr/bin/env bash
# The Go library for canonical JSON (RFC 8785) gives text that is no JSON a canonical form, the same as that of another text: `jcs.Transform` of
# github.com/gowebpki/jcs 1.0.1 reads numbers with strconv.ParseFloat, which knows Go's spelling of them. So `+1`, `01`, `.5`, `1.` and `0x1p4` are
# numbers, and the signature of `{"a":10}` is valid for `{"a":010}` too, which a parser that knows octal numbers (YAML 1.1) reads as 8.
# encoding/json refuses each of them.
#
# Seen: `+1 {"a":1} invalid | 01 {"a":1} invalid | .5 {"a":0.5} invalid | 1. {"a":1} invalid | 0x1p4 {"a":16} invalid`.
# Way out: refuse what `json.Valid` refuses before jcs.Transform. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module look

go 1.21

require github.com/gowebpki/jcs v1.0.1
MOD
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gowebpki/jcs"
)

func main() {
	var seen []string
	for _, number := range []string{"+1", "01", ".5", "1.", "0x1p4"} {
		text := []byte(`{"a":` + number + `}`)
		canonical, err := jcs.Transform(text)
		if err != nil {
			canonical = []byte("refused")
		}
		validity := "invalid"
		if json.Valid(text) {
			validity = "valid"
		}
		seen = append(seen, fmt.Sprintf("%s %s %s", number, canonical, validity))
	}
	fmt.Println(strings.Join(seen, " | "))
}
GO
GOFLAGS=-mod=mod go mod tidy >/dev/null 2>&1
seen=$(go run .)
echo "$seen"
[ "$seen" = '+1 {"a":1} invalid | 01 {"a":1} invalid | .5 {"a":0.5} invalid | 1. {"a":1} invalid | 0x1p4 {"a":16} invalid' ]
