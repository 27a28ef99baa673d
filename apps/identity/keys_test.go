package identity

import (
	"os"
	"strings"
	"testing"
	"time"

	"sre-challenge/apps/identity/identitytest"
)

// brokenKeys are contents of a file by which no token can be verified.
func brokenKeys(t *testing.T) map[string]string {
	good := identitytest.NewKey(t, "cut").Set(t)
	return map[string]string{
		"empty file":     "",
		"empty set":      `{"keys":[]}`,
		"null":           "null",
		"no JSON":        "-----BEGIN PUBLIC KEY-----",
		"cut":            good[:len(good)/2],
		"a secret":       `{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"cut"}]}`,
		"a broken key":   `{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"cut"}]}`,
		"none for now":   `{"keys":[{"kty":"new","kid":"cut"}]}`,
		"for encryption": strings.Replace(good, `"sig"`, `"enc"`, 1),
		"too long":       good + strings.Repeat(" ", maxKeysBytes),
	}
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
