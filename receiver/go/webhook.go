package receiver

import (
	"encoding/json"
	"time"
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
