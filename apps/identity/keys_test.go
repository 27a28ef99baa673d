package identity

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"sre-challenge/apps/identity/identitytest"
)

// brokenKeys are contents of a file by which no token can be verified.
func brokenKeys(t *testing.T) map[string]string {
	good := identitytest.NewKey(t, "cut").Set(t)
	broken := map[string]string{
		"empty file": "",
		"empty set":  `{"keys":[]}`,
		"no list":    `{"keys":{}}`,
		"null":       "null",
		"no JSON":    "-----BEGIN PUBLIC KEY-----",
		"cut":        good[:len(good)/2],
		"too long":   good + strings.Repeat(" ", maxKeysBytes),
	}
	for name, unusable := range unusableKeys(t, identitytest.NewKey(t, "unusable")) {
		broken["one key alone, "+name] = `{"keys":[` + unusable + `]}`
	}
	return broken
}

func TestRotatedKeys(t *testing.T) {
	issuer := identitytest.New(t)
	g := guardedBy(issuer)
	g.expect(t, issuer.Sign(t, identitytest.Claims(allowedClaims)), 200)
	old := issuer.Rotate(t)
	g.expect(t, issuer.Sign(t, identitytest.Claims(allowedClaims)), 200) // at once: its key was unknown
	g.expect(t, old.Sign(t, identitytest.Claims(allowedClaims)), 401)
}

func TestRetiredKeyIsRefusedAfterASecond(t *testing.T) {
	issuer := identitytest.New(t)
	g := guardedBy(issuer)
	old := issuer.Rotate(t)
	time.Sleep(lookEvery)
	g.expect(t, old.Sign(t, identitytest.Claims(allowedClaims)), 401)
}

func TestKeysBesideOthers(t *testing.T) {
	issuer := identitytest.New(t)
	first, second := identitytest.NewKey(t, "same"), identitytest.NewKey(t, "same")
	issuer.WriteKeys(t, strings.Replace(first.Set(t, second), `{"keys":[`, `{"keys":[{"kty":"new","kid":"other"},`, 1))
	g := guardedBy(issuer)
	for _, key := range []identitytest.Key{first, second} {
		g.expect(t, key.Sign(t, identitytest.Claims(allowedClaims)), 200)
	}
}

// unusableKeys are what no signature may be verified by, all of them key's where they are somebody's.
func unusableKeys(t *testing.T, key identitytest.Key) map[string]string {
	encode := func(key jose.JSONWebKey) string {
		encoded, err := json.Marshal(key)
		if err != nil {
			t.Fatal(err)
		}
		return string(encoded)
	}
	public := encode(key.Public())
	return map[string]string{
		"of a new kind":       `{"kty":"new","kid":"unusable"}`,
		"of a new curve":      strings.Replace(public, "P-256", "P-257", 1),
		"without a kind":      strings.Replace(public, `"kty"`, `"ktx"`, 1),
		"without a member":    strings.Replace(public, `"x"`, `"z"`, 1),
		"out of range":        `{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"unusable"}`,
		"with a number":       strings.Replace(public, `"EC"`, `1`, 1),
		"with a member twice": strings.Replace(public, `"kty":"EC"`, `"kty":"EC","kty":"EC"`, 1),
		"for encryption":      strings.Replace(public, `"sig"`, `"enc"`, 1),
		"private":             encode(key.Private()),
		"a secret":            `{"kty":"oct","k":"c2VjcmV0","kid":"unusable"}`,
		"null":                `null`,
		"no object":           `"key"`,
	}
}

func TestUnusableKeyIsSkipped(t *testing.T) {
	key, good := identitytest.NewKey(t, "unusable"), identitytest.NewKey(t, "good")
	for name, unusable := range unusableKeys(t, key) {
		t.Run(name, func(t *testing.T) {
			issuer := identitytest.New(t)
			issuer.WriteKeys(t, strings.Replace(good.Set(t), `[`, `[`+unusable+`,`, 1))
			g := guardedBy(issuer)
			g.expect(t, good.Sign(t, identitytest.Claims(allowedClaims)), 200)
			g.expect(t, key.Sign(t, identitytest.Claims(allowedClaims)), 401)
			if !strings.Contains(g.log.String(), `"keys":1,"skipped":"key 0: `) || strings.Contains(g.log.String(), "cannot be read") {
				t.Errorf("logged %s", g.log)
			}
		})
	}
}

func TestKeysOfBeforeCountWhileTheFileIsBroken(t *testing.T) {
	breaks := map[string]func(*testing.T, *identitytest.Issuer){
		"gone": func(t *testing.T, issuer *identitytest.Issuer) { issuer.RemoveKeys(t) },
	}
	for name, content := range brokenKeys(t) {
		breaks[name] = func(t *testing.T, issuer *identitytest.Issuer) { issuer.WriteKeys(t, content) }
	}
	for name, breakIt := range breaks {
		t.Run(name, func(t *testing.T) {
			issuer := identitytest.New(t)
			g := guardedBy(issuer)
			breakIt(t, issuer)
			stranger := identitytest.NewKey(t, "stranger").Sign(t, identitytest.Claims(allowedClaims))
			for range 3 {
				g.expect(t, stranger, 401) // which has it look
				g.expect(t, issuer.Sign(t, identitytest.Claims(allowedClaims)), 200)
			}
			if lines := strings.Count(g.log.String(), "identity keys cannot be read"); lines != 1 {
				t.Errorf("logged %d times: %s", lines, g.log)
			}
			issuer.Rotate(t)
			g.expect(t, issuer.Sign(t, identitytest.Claims(allowedClaims)), 200)
		})
	}
}

func TestNoKeysAre503UntilThereAreSome(t *testing.T) {
	contents := brokenKeys(t)
	contents["gone"] = ""
	for name, content := range contents {
		t.Run(name, func(t *testing.T) {
			issuer := identitytest.New(t)
			issuer.WriteKeys(t, content)
			if name == "gone" {
				issuer.RemoveKeys(t)
			}
			g := guardedBy(issuer)
			for range 3 {
				answer, body := g.send("POST", "", "Bearer "+issuer.Sign(t, identitytest.Claims(allowedClaims)))
				if answer.StatusCode != 503 || answer.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "keys-unavailable") {
					t.Errorf("got %d %s", answer.StatusCode, body)
				}
			}
			if answer, body := g.send("POST", ""); answer.StatusCode != 401 {
				t.Errorf("without a token: %d %s", answer.StatusCode, body)
			}
			if lines := strings.Count(g.log.String(), "identity keys cannot be read"); lines != 1 || g.count("no-keys") != 3 {
				t.Errorf("logged %d times: %s", lines, g.log)
			}
			issuer.Rotate(t)
			g.expect(t, issuer.Sign(t, identitytest.Claims(allowedClaims)), 200)
		})
	}
}

// A pipe would keep every caller waiting.
func TestKeysFileThatIsNoFile(t *testing.T) {
	issuer := identitytest.New(t)
	issuer.KeysFile = t.TempDir()
	g := guardedBy(issuer)
	g.expect(t, issuer.Sign(t, identitytest.Claims(allowedClaims)), 503)
	if !strings.Contains(g.log.String(), "is no regular file") {
		t.Error(g.log)
	}
}

// An unchanged file is not parsed again, however many unknown keys callers name.
func TestUnchangedFileIsReadOnce(t *testing.T) {
	issuer := identitytest.New(t)
	g := guardedBy(issuer)
	stranger := identitytest.NewKey(t, "stranger").Sign(t, identitytest.Claims(allowedClaims))
	for range 20 {
		g.expect(t, stranger, 401)
	}
	if lines := strings.Count(g.log.String(), "identity keys read"); lines != 1 {
		t.Errorf("read %d times: %s", lines, g.log)
	}
	if err := os.Chtimes(issuer.KeysFile, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	g.expect(t, stranger, 401)
	if lines := strings.Count(g.log.String(), "identity keys read"); lines != 2 {
		t.Errorf("read %d times: %s", lines, g.log)
	}
}
