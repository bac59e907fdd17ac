// Package receiver verifies Tenantry webhooks. Copy the Go files of this folder: they need the
// standard library only.
//
//	keys := receiver.FetchKeys("https://api.example.com/.well-known/webhook-keys.json")
//	options := receiver.Options{Tokens: tokens}
//	webhook, err := receiver.VerifyWebhook(ctx, request.Header, body, keys, options)
//
// What is signed, and test vectors: docs/events.md.
package receiver

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
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
