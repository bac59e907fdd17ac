package receiver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

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
