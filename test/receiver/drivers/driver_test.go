package receiver

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"
)

type given struct {
	URL   *string     `json:"url"`
	Cases []givenCase `json:"cases"`
}

type givenCase struct {
	Headers   []givenHeader   `json:"headers"`
	Body      []byte          `json:"body"`
	Keys      json.RawMessage `json:"keys"`
	Tokens    []string        `json:"tokens"`
	Seen      []string        `json:"seen"`
	V1aBefore time.Time       `json:"v1aBefore"`
	Now       int64           `json:"now"`
}

type givenHeader struct {
	name   string
	values []string
}

func (header *givenHeader) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&header.name, &header.values})
}

// TestDriver verifies the webhooks that a file lists, as test/support/receivers says.
func TestDriver(t *testing.T) {
	text, err := os.ReadFile(os.Getenv("CASES"))
	if err != nil {
		t.Fatal(err)
	}
	var all given
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	now := time.Time{}
	var source KeySource
	if all.URL != nil {
		source = fetchKeys(*all.URL, func() time.Time { return now })
	}
	outcomes := []any{}
	for _, given := range all.Cases {
		now = time.UnixMilli(given.Now)
		outcomes = append(outcomes, outcomeOf(given, source))
	}
	text, err = json.Marshal(outcomes)
	if err == nil {
		err = os.WriteFile(os.Getenv("OUTCOMES"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func outcomeOf(given givenCase, source KeySource) any {
	headers := http.Header{}
	for _, header := range given.Headers {
		for _, value := range header.values {
			headers.Add(header.name, value)
		}
	}
	if source == nil {
		var set KeySet
		if err := json.Unmarshal(given.Keys, &set); err != nil {
			return map[string]any{"error": err.Error()}
		}
		source = set.Source
	}
	options := Options{Tokens: given.Tokens, WithoutToken: given.Tokens == nil, V1aBefore: given.V1aBefore}
	options.Seen = func(id string) (bool, error) { return slices.Contains(given.Seen, id), nil }
	webhook, err := VerifyWebhook(context.Background(), headers, given.Body, source, options)
	var refusal *VerificationError
	if errors.As(err, &refusal) {
		return map[string]any{"code": refusal.Code}
	}
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	var tenant *string
	if webhook.Tenant != "" {
		tenant = &webhook.Tenant
	}
	return map[string]any{
		"id": webhook.ID, "tenant": tenant, "event": webhook.Event, "data": webhook.Data,
		"triggeredAt": webhook.TriggeredAt, "repeated": webhook.Repeated, "test": webhook.Test,
	}
}
