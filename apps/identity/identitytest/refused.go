package identitytest

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Refused is a request that no service may follow.
type Refused struct {
	// Authorization are the values of that header.
	Authorization []string
	// Query is added to the path.
	Query      string
	WantStatus int
	// WantError is the challenge's error attribute; "" where it must have none.
	WantError string
	// WantReason is the metric's label.
	WantReason string
}

// Refusals are requests by name. Allowed are the claims that a service asks for, forbidden other
// values of them.
func (i *Issuer) Refusals(t testing.TB, allowed, forbidden map[string]any) map[string]Refused {
	t.Helper()
	good := Claims(allowed)
	valid := i.Sign(t, good)
	stranger := NewKey(t, "stranger")
	impostor := NewKey(t, i.current.ID)
	signed := func(overrides map[string]any) string { return i.Sign(t, Claims(allowed, overrides)) }
	shifted := func(by time.Duration) string {
		at := time.Now().Add(by).Unix()
		return signed(map[string]any{"iat": at, "nbf": at, "exp": at + 600})
	}
	without := func(name string) string {
		claims := maps.Clone(good)
		delete(claims, name)
		return i.Sign(t, claims)
	}
	now := time.Now().Unix()
	parts := strings.Split(valid, ".")
	refusals := map[string]Refused{
		"no token":               {nil, "", 401, "", "no-token"},
		"empty header":           {[]string{""}, "", 401, "", "no-token"},
		"another scheme":         {[]string{"Basic dTpw"}, "", 401, "", "no-token"},
		"no scheme":              {[]string{valid}, "", 401, "", "no-token"},
		"token in the query":     {nil, "access_token=" + valid, 401, "", "no-token"},
		"two headers":            {[]string{"Bearer " + valid, "Bearer " + valid}, "", 401, "invalid_token", "malformed"},
		"two headers, one bad":   {[]string{"Bearer " + valid, "Basic dTpw"}, "", 401, "invalid_token", "malformed"},
		"two headers, one empty": {[]string{"", "Bearer " + valid}, "", 401, "invalid_token", "malformed"},
		"forbidden":              {[]string{"Bearer " + signed(forbidden)}, "", 403, "insufficient_scope", "claim"},
		"100 KB":                 {[]string{"Bearer " + strings.Repeat("x", 100<<10)}, "", 401, "invalid_token", "too-long"},
		"100 KB, signed":         {[]string{"Bearer " + signed(map[string]any{"padding": strings.Repeat("x", 75<<10)})}, "", 401, "invalid_token", "too-long"},
		"a byte too long":        {[]string{"Bearer " + strings.Repeat("x", 8<<10+1)}, "", 401, "invalid_token", "too-long"},
	}
	for name, each := range map[string]struct{ token, reason string }{
		"scheme alone":                  {"", "malformed"},
		"no JWT":                        {"x", "malformed"},
		"cut":                           {valid[:len(valid)-8], "signature"},
		"another after it":              {valid + "," + valid, "malformed"},
		"expired":                       {signed(map[string]any{"exp": now - 70}), "expired"},
		"never ends":                    {without("exp"), "expired"},
		"lasts over an hour":            {signed(map[string]any{"iat": now, "exp": now + 3601}), "too-lasting"},
		"does not say since when":       {without("iat"), "too-lasting"},
		"not yet valid":                 {signed(map[string]any{"nbf": now + 70}), "not-yet-valid"},
		"issued later":                  {signed(map[string]any{"iat": now + 70}), "not-yet-valid"},
		"clock an hour behind":          {shifted(-time.Hour), "expired"},
		"clock an hour ahead":           {shifted(time.Hour), "not-yet-valid"},
		"other audience":                {signed(map[string]any{"aud": "another"}), "audience"},
		"no audience":                   {without("aud"), "audience"},
		"other issuer":                  {signed(map[string]any{"iss": URL + "/"}), "issuer"},
		"no issuer":                     {without("iss"), "issuer"},
		"no claims":                     {i.Sign(t, map[string]any{}), "expired"},
		"none":                          {unsigned(t, "none", i.current.ID, good), "algorithm"},
		"None":                          {unsigned(t, "None", i.current.ID, good), "algorithm"},
		"HS256 by the public key":       {i.current.asSecret(t, good), "algorithm"},
		"a stranger's key":              {stranger.Sign(t, good), "unknown-key"},
		"a stranger's key, inside":      {stranger.signWithin(t, good), "unknown-key"},
		"a key of the issuer's name":    {impostor.Sign(t, good), "signature"},
		"no key named":                  {Key{"", i.current.algorithm, i.current.private}.Sign(t, good), "unknown-key"},
		"other claims, same signature":  {parts[0] + "." + encode(t, Claims(allowed, map[string]any{"exp": now + 9000})) + "." + parts[2], "signature"},
		"other header, same signature":  {encode(t, map[string]string{"alg": "RS256", "kid": i.current.ID}) + "." + parts[1] + "." + parts[2], "signature"},
		"an extension nobody knows":     {encode(t, map[string]any{"alg": "ES256", "kid": i.current.ID, "crit": []string{"x"}, "x": 1}) + "." + parts[1] + "." + parts[2], "signature"},
		"signature in JSON, not in JWT": {fmt.Sprintf(`{"protected":%q,"payload":%q,"signature":%q}`, parts[0], parts[1], parts[2]), "malformed"},
	} {
		refusals[name] = Refused{[]string{"Bearer " + each.token}, "", 401, "invalid_token", each.reason}
	}
	return refusals
}

// Check fails the test unless the answer refuses as RFC 6750 and RFC 9457 have it, and tells nothing
// of the token.
func (r Refused) Check(t testing.TB, answer *http.Response, body []byte) {
	t.Helper()
	var problem struct {
		Status int
		Detail string
	}
	if err := json.Unmarshal(body, &problem); err != nil || answer.StatusCode != r.WantStatus || problem.Status != r.WantStatus ||
		answer.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %d %v %s", answer.StatusCode, answer.Header, body)
	}
	want := `Bearer realm="sre-challenge"`
	if r.WantError != "" {
		want += fmt.Sprintf(`, error=%q`, r.WantError)
	}
	if got := answer.Header.Values("WWW-Authenticate"); len(got) != 1 || got[0] != want {
		t.Errorf("WWW-Authenticate: %q, want %q", got, want)
	}
	for _, internal := range []string{URL, Audience, "jose", "key-"} {
		if strings.Contains(string(body), internal) {
			t.Errorf("%s tells %s", body, internal)
		}
	}
}

// Send sends the request, without the token's going through any other header.
func (r Refused) Send(t testing.TB, method, url, body string) (*http.Response, []byte) {
	t.Helper()
	if r.Query != "" {
		url += "?" + r.Query
	}
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header["Authorization"] = r.Authorization
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, read
}

func encode(t testing.TB, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(encoded)
}

func unsigned(t testing.TB, algorithm, key string, claims any) string {
	t.Helper()
	return encode(t, map[string]string{"alg": algorithm, "kid": key, "typ": "JWT"}) + "." + encode(t, claims) + "."
}

// asSecret takes the public key, as everybody can have it, for a shared secret.
func (k Key) asSecret(t testing.TB, claims any) string {
	t.Helper()
	public, err := x509.MarshalPKIXPublicKey(k.private.Public())
	if err != nil {
		t.Fatal(err)
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	return sign(t, jose.HS256, secret, &jose.SignerOptions{ExtraHeaders: map[jose.HeaderKey]any{"kid": k.ID}}, claims)
}

// signWithin brings the public key along, in the token's header.
func (k Key) signWithin(t testing.TB, claims any) string {
	t.Helper()
	return sign(t, k.algorithm, k.private, &jose.SignerOptions{EmbedJWK: true}, claims)
}
