package identity

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	// lookEvery is how old the keys are at most, after the file has changed.
	lookEvery    = time.Second
	maxKeysBytes = 1 << 20
)

// keysFile are the keys in a file that others renew. While it cannot be read, the keys of before
// count.
type keysFile struct {
	path   string
	logger *slog.Logger

	mutex sync.Mutex
	// keys are nil until the file was read once.
	keys *jose.JSONWebKeySet
	// seen is the file whose content was read last, were it keys or not; else nil.
	seen    fs.FileInfo
	looked  time.Time
	failing bool
}

var errNoKeys = errors.New("there are no keys yet")

// find returns the keys with that id, of which there may be none. It looks for a changed file once a
// second, and when it has no such key. The error is errNoKeys.
func (k *keysFile) find(id string) ([]jose.JSONWebKey, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if time.Since(k.looked) >= lookEvery {
		k.look()
	}
	if k.keys == nil || len(k.keys.Key(id)) == 0 {
		k.look()
	}
	if k.keys == nil {
		return nil, errNoKeys
	}
	return k.keys.Key(id), nil
}

// look reads the file if it is another than the one that was seen, and logs when that begins or ends
// to fail.
func (k *keysFile) look() {
	k.looked = time.Now()
	found, err := os.Stat(k.path)
	if err == nil && isSame(found, k.seen) {
		return
	}
	k.seen = found
	var keys *jose.JSONWebKeySet
	if err == nil {
		keys, err = readKeys(k.path, found)
	}
	if _, isUnread := errors.AsType[*fs.PathError](err); isUnread {
		k.seen = nil // it may become readable without a change
	}
	if err == nil {
		k.keys = keys
		k.logger.Info("identity keys read", "file", k.path, "keys", len(keys.Keys))
	} else if !k.failing {
		k.logger.Error("identity keys cannot be read; those of before count, without any callers are answered 503; mend the file",
			"file", k.path, "error", err)
	}
	k.failing = err != nil
}

// isSame compares what a renewal changes: the kubelet puts a new file in the old one's place.
func isSame(found, seen fs.FileInfo) bool {
	return seen != nil && os.SameFile(found, seen) && found.ModTime().Equal(seen.ModTime()) && found.Size() == seen.Size()
}

func readKeys(path string, info fs.FileInfo) (*jose.JSONWebKeySet, error) {
	if !info.Mode().IsRegular() {
		return nil, errors.New("is no regular file")
	}
	content, err := readFile(path, maxKeysBytes)
	if err != nil {
		return nil, err
	}
	return parseKeys(content)
}

// parseKeys leaves out keys of an unknown kind and those for encryption, as RFC 7517, section 5, asks.
func parseKeys(content []byte) (*jose.JSONWebKeySet, error) {
	var document struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(content, &document); err != nil {
		return nil, fmt.Errorf("is no JSON Web Key Set: %w", err)
	}
	var keys jose.JSONWebKeySet
	for at, text := range document.Keys {
		var key jose.JSONWebKey
		err := key.UnmarshalJSON(text)
		switch {
		case errors.Is(err, jose.ErrUnsupportedKeyType) || err == nil && key.Use == "enc":
		case err != nil:
			return nil, fmt.Errorf("key %d: %w", at, err)
		case !key.IsPublic() || !key.Valid():
			return nil, fmt.Errorf("key %d is no valid public key", at)
		default:
			keys.Keys = append(keys.Keys, key)
		}
	}
	if len(keys.Keys) == 0 {
		return nil, errors.New("has no key for signatures")
	}
	return &keys, nil
}
