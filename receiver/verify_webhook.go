// Package receiver verifies Tenantry webhooks. Copy this file: it needs the standard library only.
//
//	keys := receiver.FetchKeys("https://api.example.com/.well-known/webhook-keys.json")
//	options := receiver.Options{Tokens: tokens}
//	webhook, err := receiver.VerifyWebhook(ctx, request.Header, body, keys, options)
//
// What is signed, and test vectors: docs/events.md.
package receiver

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxBody   = 1 << 20
	maxHeader = 512
)

var (
	idForm     = regexp.MustCompile(`^[\w-]{1,64}$`)
	tenantForm = regexp.MustCompile(`^[\w/ -]{1,512}$`)
	t1Form     = regexp.MustCompile(`^t1,([\w-]{16})\.([A-Za-z0-9+/]{86}==)$`)
	v1aForm    = regexp.MustCompile(`^v1a,([\w-]{16}),([A-Za-z0-9+/]{86}==)$`)
)

// Code says why a webhook is refused.
type Code string

const (
	MissingHeader      Code = "missing-header"
	BadToken           Code = "bad-token"
	MalformedSignature Code = "malformed-signature"
	MalformedBody      Code = "malformed-body"
	UnknownKey         Code = "unknown-key"
	BadSignature       Code = "bad-signature"
)

// VerificationError is returned for a webhook that is not to be trusted. Any other error says that
// nothing is known, such as keys that could not be fetched.
type VerificationError struct {
	Code    Code
	Message string
}

func (e *VerificationError) Error() string { return e.Message }

// Webhook is what the installation published: use these values, not those that came beside them.
type Webhook struct {
	ID          string          // the same on every retry, redelivery and replay
	Tenant      string          // empty for a signature of v1a, which does not cover it
	Event       string          //
	Data        json.RawMessage // in canonical form: read it with json.Unmarshal
	TriggeredAt string          // RFC 3339
	Repeated    bool            // Seen says so: answer 2xx and do nothing
	Test        bool            // a test with made-up data: answer 2xx and do nothing
}

// Options for VerifyWebhook.
type Options struct {
	// Tokens of the endpoint: one, or several while it is replaced. None is an error, so that a
	// missing variable of the environment does not turn the check off.
	Tokens []string
	// WithoutToken turns the check of the token off.
	WithoutToken bool
	// Seen is asked, of a verified webhook only, whether it was handled before.
	Seen func(id string) (bool, error)
	// V1aBefore accepts signatures of v1a of events from before this time, by default of none.
	V1aBefore time.Time
}

type signature struct {
	kid   string
	bytes []byte
}

// VerifyWebhook verifies a webhook by its headers and its body as it arrived.
func VerifyWebhook(
	ctx context.Context, headers http.Header, body []byte, keys KeySource, options Options,
) (*Webhook, error) {
	if err := requireToken(headers, options); err != nil {
		return nil, err
	}
	// Without a dot in them, what was signed can be read in one way only.
	id, err := header(headers, "Webhook-Id", idForm)
	if err != nil {
		return nil, err
	}
	value, err := header(headers, "Webhook-Signature", nil)
	if err != nil {
		return nil, err
	}
	webhook, text, err := readBody(body)
	if err != nil {
		message := "the body is not the JSON of a webhook: " + err.Error()
		return nil, &VerificationError{MalformedBody, message}
	}
	form, signed := t1Form, ""
	if isBefore(webhook.TriggeredAt, options.V1aBefore) && !strings.Contains(value, "t1,") {
		form, signed = v1aForm, id+"."+text
	}
	signatures := readSignatures(value, form)
	if len(signatures) == 0 {
		return nil, &VerificationError{MalformedSignature, "no signature of the version t1"}
	}
	if form == t1Form {
		if webhook.Tenant, err = header(headers, "Webhook-Tenant", tenantForm); err != nil {
			return nil, err
		}
		signed = "t1." + id + "." + webhook.Tenant + "." + text
	}
	if err := requireOne(ctx, signatures, keys, []byte(signed)); err != nil {
		return nil, err
	}
	webhook.ID, webhook.Test = id, strings.HasPrefix(id, "test-")
	if options.Seen != nil {
		if webhook.Repeated, err = options.Seen(id); err != nil {
			return nil, err
		}
	}
	return webhook, nil
}

func header(headers http.Header, name string, form *regexp.Regexp) (string, error) {
	values := headers.Values(name)
	if len(values) != 1 || values[0] == "" || (form != nil && !form.MatchString(values[0])) {
		return "", &VerificationError{MissingHeader, name + " is missing or malformed"}
	}
	return values[0], nil
}

func requireToken(headers http.Header, options Options) error {
	if options.WithoutToken {
		return nil
	}
	if len(options.Tokens) == 0 {
		return errors.New("the option Tokens is required, or WithoutToken to check none")
	}
	for _, token := range options.Tokens {
		if token == "" {
			return errors.New("the option Tokens has an empty token")
		}
	}
	value, err := header(headers, "Webhook-Token", nil)
	if err != nil {
		return err
	}
	given, equal := sha256.Sum256([]byte(value)), 0
	for _, token := range options.Tokens {
		digest := sha256.Sum256([]byte(token))
		equal |= subtle.ConstantTimeCompare(given[:], digest[:])
	}
	if equal == 0 {
		return &VerificationError{BadToken, "the token is another"}
	}
	return nil
}

func readSignatures(value string, form *regexp.Regexp) (signatures []signature) {
	if len(value) > maxHeader {
		return nil
	}
	for _, part := range strings.Split(value, " ") {
		match := form.FindStringSubmatch(part)
		if match == nil {
			continue
		}
		if bytes, err := base64.StdEncoding.DecodeString(match[2]); err == nil {
			signatures = append(signatures, signature{match[1], bytes})
		}
	}
	return signatures
}

func requireOne(ctx context.Context, signatures []signature, keys KeySource, signed []byte) error {
	kids := make([]string, len(signatures))
	for i, signature := range signatures {
		kids[i] = signature.kid
	}
	known, err := keys(ctx, kids)
	if err != nil {
		return err
	}
	isKnown, isValid := false, false
	// All are verified before one is judged: the time taken does not tell which one is valid.
	for _, signature := range signatures {
		for _, key := range known.Keys {
			if key.Kid != signature.kid || key.Kty != "OKP" || key.Crv != "Ed25519" || key.X == "" {
				continue
			}
			raw, err := base64.RawURLEncoding.DecodeString(key.X)
			if err != nil || len(raw) != ed25519.PublicKeySize {
				return fmt.Errorf("the key %s is malformed", key.Kid)
			}
			isKnown = true
			isValid = ed25519.Verify(raw, signed, signature.bytes) || isValid
		}
	}
	if !isKnown {
		return &VerificationError{UnknownKey, "no signature is by a key of the set"}
	}
	if !isValid {
		return &VerificationError{BadSignature, "no signature is of this id, tenant and body"}
	}
	return nil
}

func isBefore(triggeredAt string, limit time.Time) bool {
	at, err := time.Parse(time.RFC3339, triggeredAt)
	return err == nil && !limit.IsZero() && at.Before(limit)
}

// KeySet is a JSON Web Key Set (RFC 7517), as /.well-known/webhook-keys.json answers it.
type KeySet struct {
	Keys []Key `json:"keys"`
}

// Key is one of a set; those of other kinds than Ed25519 are skipped.
type Key struct {
	Kty string `json:"kty"`
	Kid string `json:"kid"`
	Crv string `json:"crv"`
	X   string `json:"x"`
}

// KeySource returns the key set for a webhook whose signatures name these key ids.
type KeySource func(ctx context.Context, kids []string) (KeySet, error)

// Source returns the set itself for every webhook.
func (set KeySet) Source(context.Context, []string) (KeySet, error) { return set, nil }

type keyCache struct {
	url             string
	client          *http.Client
	now             func() time.Time
	mutex           sync.Mutex
	kept            KeySet
	keptAt, askedAt time.Time
	failure         error
}

// FetchKeys returns the keys of an installation, by the address of its key set. They are kept for
// five minutes, fetched again for an unknown key at most once a minute, and used for an hour while
// the address does not answer.
func FetchKeys(url string) KeySource { return fetchKeys(url, time.Now) }

func fetchKeys(url string, now func() time.Time) KeySource {
	refuse := func(*http.Request, []*http.Request) error {
		return errors.New("the address of the keys redirects")
	}
	client := &http.Client{Timeout: 5 * time.Second, CheckRedirect: refuse}
	return (&keyCache{url: url, client: client, now: now}).keysFor
}

func (cache *keyCache) keysFor(_ context.Context, kids []string) (KeySet, error) {
	cache.mutex.Lock()
	defer cache.mutex.Unlock()
	isNamed := func(key Key) bool { return slices.Contains(kids, key.Kid) }
	isKnown := slices.ContainsFunc(cache.kept.Keys, isNamed)
	pause := time.Minute
	if cache.keptAt.IsZero() {
		pause = time.Second
	}
	now := cache.now()
	isDue := !isKnown || now.Sub(cache.keptAt) > 5*time.Minute
	if isDue && (cache.askedAt.IsZero() || now.Sub(cache.askedAt) >= pause) {
		cache.askedAt = now
		set, err := cache.ask()
		if cache.failure = err; err == nil {
			cache.kept, cache.keptAt = set, now
		}
	}
	if cache.failure != nil && (cache.keptAt.IsZero() || now.Sub(cache.keptAt) > time.Hour) {
		return KeySet{}, fmt.Errorf("the keys could not be fetched: %w", cache.failure)
	}
	return cache.kept, nil
}

// ask has no context of a webhook: another may wait for the same keys.
func (cache *keyCache) ask() (set KeySet, err error) {
	answer, err := cache.client.Get(cache.url)
	if err != nil {
		return set, err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		return set, fmt.Errorf("the address of the keys answered %d", answer.StatusCode)
	}
	if err = json.NewDecoder(io.LimitReader(answer.Body, maxBody)).Decode(&set); err != nil {
		return set, err
	}
	if set.Keys == nil {
		err = errors.New("the address of the keys answered no key set")
	}
	return set, err
}

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
