package receiver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errUnicode = errors.New("text that is not valid Unicode")

func readBody(body []byte) (*Webhook, string, error) {
	if len(body) > maxBody {
		return nil, "", errors.New("too long")
	}
	value, err := parse(bytes.TrimPrefix(body, []byte("\uFEFF")))
	if err != nil {
		return nil, "", err
	}
	text := string(appendCanonical(nil, value))
	members, _ := value.(map[string]any)
	event, isEvent := members["event"].(string)
	triggeredAt, isTime := members["triggeredAt"].(string)
	data := members["data"]
	_, isObject := data.(map[string]any)
	_, isList := data.([]any)
	if !isEvent || !isTime || !(isObject || isList) || len(text) > maxBody {
		return nil, "", errors.New("not the members of a webhook, or too long")
	}
	webhook := &Webhook{Event: event, Data: appendCanonical(nil, data), TriggeredAt: triggeredAt}
	return webhook, text, nil
}

// parse reads JSON into maps, slices, strings, doubles, booleans and nil. It refuses what
// encoding/json accepts: a duplicate member, and text that is not valid Unicode, of which
// encoding/json replaces parts by U+FFFD.
func parse(text []byte) (any, error) {
	if !json.Valid(text) {
		return nil, errors.New("not JSON")
	}
	if !utf8.Valid(text) || hasLoneSurrogate(text) {
		return nil, errUnicode
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return parseValue(decoder)
}

// hasLoneSurrogate looks at the escapes of JSON that is valid, which are in strings only.
func hasLoneSurrogate(text []byte) bool {
	isHigh := false // the last characters were the escape of a high surrogate
	for i := 0; i < len(text); i++ {
		unit := uint64(0)
		if text[i] == '\\' {
			if i++; text[i] == 'u' {
				unit, _ = strconv.ParseUint(string(text[i+1:i+5]), 16, 16)
				i += 4
			}
		}
		isLow := unit >= 0xDC00 && unit < 0xE000
		if isLow != isHigh {
			return true
		}
		isHigh = unit >= 0xD800 && unit < 0xDC00
	}
	return false
}

func parseValue(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Number:
		number, err := strconv.ParseFloat(token.String(), 64)
		if err != nil {
			return nil, errors.New("a number that is no double")
		}
		return number, nil
	case json.Delim:
		if token == '[' {
			return parseList(decoder)
		}
		return parseObject(decoder)
	default:
		return token, nil
	}
}

func parseList(decoder *json.Decoder) (any, error) {
	list := []any{}
	for decoder.More() {
		value, err := parseValue(decoder)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := decoder.Token()
	return list, err
}

func parseObject(decoder *json.Decoder) (any, error) {
	members := map[string]any{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string)
		if _, isThere := members[name]; isThere {
			return nil, errors.New("a member is there twice")
		}
		if members[name], err = parseValue(decoder); err != nil {
			return nil, err
		}
	}
	_, err := decoder.Token()
	return members, err
}

// appendCanonical appends the canonical form (RFC 8785) of what parse returned.
func appendCanonical(out []byte, value any) []byte {
	switch value := value.(type) {
	case map[string]any:
		return appendObject(out, value)
	case []any:
		out = append(out, '[')
		for i, element := range value {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendCanonical(out, element)
		}
		return append(out, ']')
	case string:
		return appendString(out, value)
	case float64:
		return appendNumber(out, value)
	case bool:
		return strconv.AppendBool(out, value)
	default:
		return append(out, "null"...)
	}
}

func appendObject(out []byte, members map[string]any) []byte {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.SortFunc(names, func(one, other string) int {
		return slices.Compare(utf16.Encode([]rune(one)), utf16.Encode([]rune(other)))
	})
	out = append(out, '{')
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, name), ':')
		out = appendCanonical(out, members[name])
	}
	return append(out, '}')
}

var escapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

// appendString does not use json.Marshal, which also escapes `<`, `>`, `&`, U+2028 and U+2029.
func appendString(out []byte, text string) []byte {
	out = append(out, '"')
	for _, character := range text {
		if escape, isEscaped := escapes[character]; isEscaped {
			out = append(out, escape...)
		} else if character < ' ' {
			out = fmt.Appendf(out, `\u%04x`, character)
		} else {
			out = utf8.AppendRune(out, character)
		}
	}
	return append(out, '"')
}

// appendNumber writes a double as ECMAScript does.
func appendNumber(out []byte, value float64) []byte {
	if value == 0 {
		return append(out, '0') // -0, too
	}
	if size := math.Abs(value); size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(out, value, 'f', -1, 64)
	}
	text := strconv.FormatFloat(value, 'e', -1, 64)
	return append(out, strings.Replace(strings.Replace(text, "e-0", "e-", 1), "e+0", "e+", 1)...)
}
