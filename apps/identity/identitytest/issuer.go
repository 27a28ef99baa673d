// Package identitytest is an issuer of tokens for tests, and the tokens that a service must refuse.
package identitytest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	URL      = "https://issuer.example"
	Audience = "audience-of-tests"
)

// Issuer keeps its public keys in KeysFile, in the way that the kubelet renews a mounted ConfigMap:
// KeysFile leads over a symlink to a folder, which is replaced as a whole.
type Issuer struct {
	KeysFile string
	folder   string
	current  Key
}

// Key signs tokens.
type Key struct {
	ID        string
	algorithm jose.SignatureAlgorithm
	private   crypto.Signer
}

// New has one key, which is in its file.
func New(t testing.TB) *Issuer {
	t.Helper()
	folder := t.TempDir()
	issuer := &Issuer{KeysFile: filepath.Join(folder, "jwks.json"), folder: folder}
	if err := os.Symlink(filepath.Join("..data", "jwks.json"), issuer.KeysFile); err != nil {
		t.Fatal(err)
	}
	issuer.Rotate(t)
	return issuer
}

// Variables are the settings that every service has, for this issuer's tokens.
func (i *Issuer) Variables() map[string]string {
	return map[string]string{"IDENTITY_ISSUER": URL, "IDENTITY_AUDIENCE": Audience, "IDENTITY_KEYS_FILE": i.KeysFile}
}

// Rotate replaces the issuer's key by a new one and returns the old one.
func (i *Issuer) Rotate(t testing.TB) (old Key) {
	t.Helper()
	old = i.current
	i.Use(t, NewKey(t, "key-"+rand.Text()))
	return old
}

// Use makes key the issuer's only one.
func (i *Issuer) Use(t testing.TB, key Key) {
	t.Helper()
	i.current = key
	i.WriteKeys(t, key.Set(t))
}

// WriteKeys replaces the file's content.
func (i *Issuer) WriteKeys(t testing.TB, content string) {
	t.Helper()
	version, err := os.MkdirTemp(i.folder, "..version-")
	if err == nil {
		err = os.WriteFile(filepath.Join(version, "jwks.json"), []byte(content), 0o600)
	}
	link := version + "-link"
	if err == nil {
		err = os.Symlink(filepath.Base(version), link)
	}
	if err == nil {
		err = os.Rename(link, filepath.Join(i.folder, "..data"))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// RemoveKeys takes the file away until WriteKeys or Rotate.
func (i *Issuer) RemoveKeys(t testing.TB) {
	t.Helper()
	if err := os.Remove(filepath.Join(i.folder, "..data")); err != nil {
		t.Fatal(err)
	}
}

// Claims are those of a good token, for ten minutes, with more of them, or other ones, in overrides.
func Claims(overrides ...map[string]any) map[string]any {
	now := time.Now().Unix()
	claims := map[string]any{"iss": URL, "aud": []string{Audience, "another"}, "iat": now, "nbf": now, "exp": now + 600}
	for _, more := range overrides {
		maps.Copy(claims, more)
	}
	return claims
}

// Sign makes a token.
func (i *Issuer) Sign(t testing.TB, claims any) string {
	t.Helper()
	return i.current.Sign(t, claims)
}

// NewKey is one for ES256.
func NewKey(t testing.TB, id string) Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return Key{id, jose.ES256, private}
}

// NewRSAKey is one for RS256, as the API server of Kubernetes has by default.
func NewRSAKey(t testing.TB, id string) Key {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return Key{id, jose.RS256, private}
}

// Public is the key in a set.
func (k Key) Public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: k.private.Public(), KeyID: k.ID, Algorithm: string(k.algorithm), Use: "sig"}
}

// Private is the key with what nobody else may know, which belongs into no set.
func (k Key) Private() jose.JSONWebKey {
	return jose.JSONWebKey{Key: k.private, KeyID: k.ID, Algorithm: string(k.algorithm), Use: "sig"}
}

// Set is a JSON Web Key Set with the key and others.
func (k Key) Set(t testing.TB, others ...Key) string {
	t.Helper()
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{k.Public()}}
	for _, other := range others {
		set.Keys = append(set.Keys, other.Public())
	}
	encoded, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

// Sign makes a token that says to be signed by this key.
func (k Key) Sign(t testing.TB, claims any) string {
	t.Helper()
	return sign(t, k.algorithm, k.private, &jose.SignerOptions{ExtraHeaders: map[jose.HeaderKey]any{"kid": k.ID}}, claims)
}

func sign(t testing.TB, algorithm jose.SignatureAlgorithm, key any, options *jose.SignerOptions, claims any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options.WithType("JWT"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}
