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
	keys *keySet
	// seen is the file whose content was read last, were it keys or not; else nil.
	seen    fs.FileInfo
	looked  time.Time
	failing bool
}

// keySet are the keys of a file by which signatures can be verified.
type keySet struct {
	jose.JSONWebKeySet
	// skipped is why the first of the file's other keys is not among them; nil without such a key.
	skipped error
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
	var keys *keySet
	if err == nil {
		keys, err = readKeys(k.path, found)
	}
	if _, isUnread := errors.AsType[*fs.PathError](err); isUnread {
		k.seen = nil // it may become readable without a change
	}
	if err == nil {
		k.keys = keys
		k.logger.Info("identity keys read", "file", k.path, "keys", len(keys.Keys), "skipped", keys.skipped)
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

func readKeys(path string, info fs.FileInfo) (*keySet, error) {
	if !info.Mode().IsRegular() {
		return nil, errors.New("is no regular file")
	}
	content, err := readFile(path, maxKeysBytes)
	if err != nil {
		return nil, err
	}
	return parseKeys(content)
}

// parseKeys skips each key by which no signature can be verified here, as RFC 7517, section 5, asks:
// the others count. Without one that is left it fails.
func parseKeys(content []byte) (*keySet, error) {
	var document struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(content, &document); err != nil {
		return nil, fmt.Errorf("is no JSON Web Key Set: %w", err)
	}
	var set keySet
	for at, text := range document.Keys {
		key, err := parseKey(text)
		if err == nil {
			set.Keys = append(set.Keys, key)
		} else if set.skipped == nil {
			set.skipped = fmt.Errorf("key %d: %w", at, err)
		}
	}
	if len(set.Keys) == 0 {
		return nil, errors.Join(errors.New("has no key for signatures"), set.skipped)
	}
	return &set, nil
}

// parseKey fails for a key that cannot be read or is of an unknown kind, for one that is more than a
// public key, and for one for encryption.
func parseKey(text []byte) (key jose.JSONWebKey, err error) {
	if err := key.UnmarshalJSON(text); err != nil {
		return key, err
	}
	if !key.IsPublic() || !key.Valid() {
		return key, errors.New("is no valid public key")
	}
	if key.Use == "enc" {
		return key, errors.New("is for encryption")
	}
	return key, nil
}
