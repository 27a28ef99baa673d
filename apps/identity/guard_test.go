package identity

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity/identitytest"
)

var (
	allowedClaims   = map[string]any{"sub": "alice", "groups": []string{"readers", "writers"}}
	forbiddenClaims = map[string]any{"sub": "alice", "groups": []string{"reader", "readers,writers"}}
)

// guarded is a route that counts its calls.
type guarded struct {
	routes  httpservice.Routes
	called  int
	figures *metrics.Set
	log     *bytes.Buffer
}

func guardedBy(issuer *identitytest.Issuer) *guarded {
	g := &guarded{figures: metrics.NewSet(), log: &bytes.Buffer{}}
	guard := NewGuard(&Settings{
		Issuer: identitytest.URL, Audience: identitytest.Audience, KeysFile: issuer.KeysFile,
		Read: Claim{"groups", "readers"}, Write: Claim{"groups", "writers"},
	}, g.figures, httpservice.NewLogger("test", g.log))
	called := func(w http.ResponseWriter, _ *http.Request) {
		g.called++
		httpservice.Answer(w, http.StatusOK, "")
	}
	g.routes = guard.Protect(httpservice.Routes{"/": {http.MethodGet: called, http.MethodPost: called}})
	return g
}

func (g *guarded) send(method, query string, authorization ...string) (*http.Response, []byte) {
	r := httptest.NewRequest(method, "/?"+query, nil)
	r.Header["Authorization"] = authorization
	w := httptest.NewRecorder()
	g.routes.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Result().Body)
	return w.Result(), body
}

func (g *guarded) expect(t *testing.T, token string, want int) {
	t.Helper()
	if answer, body := g.send("POST", "", "Bearer "+token); answer.StatusCode != want {
		t.Errorf("got %d %s, want %d; log: %s", answer.StatusCode, body, want, g.log)
	}
}

func (g *guarded) count(reason string) uint64 {
	return g.figures.GetOrCreateCounter(`callers_refused_total{reason="` + reason + `"}`).Get()
}

// issuers are one for each kind of keys.
func issuers(t *testing.T) map[string]*identitytest.Issuer {
	elliptic, rsa := identitytest.New(t), identitytest.New(t)
	rsa.Use(t, identitytest.NewRSAKey(t, "key-rsa"))
	return map[string]*identitytest.Issuer{"ES256": elliptic, "RS256": rsa}
}

func TestRefused(t *testing.T) {
	for kind, issuer := range issuers(t) {
		for name, refused := range issuer.Refusals(t, allowedClaims, forbiddenClaims) {
			t.Run(kind+" "+name, func(t *testing.T) { expectRefused(t, issuer, refused) })
		}
	}
}

func expectRefused(t *testing.T, issuer *identitytest.Issuer, refused identitytest.Refused) {
	t.Helper()
	g := guardedBy(issuer)
	before := g.log.Len()
	answer, body := g.send("POST", refused.Query, refused.Authorization...)
	refused.Check(t, answer, body)
	if g.called != 0 || g.count(refused.WantReason) != 1 {
		t.Errorf("called %d times; log: %s", g.called, g.log)
	}
	logged := g.log.String()[before:]
	if !strings.Contains(logged, `"reason":"`+refused.WantReason+`"`) || !strings.Contains(logged, `"level":"INFO"`) || len(logged) > 2<<10 {
		t.Errorf("logged %s", logged)
	}
	for _, header := range refused.Authorization {
		if token, found := strings.CutPrefix(header, "Bearer "); found && len(token) > 1 && strings.Contains(logged, token) {
			t.Errorf("logged the token: %s", logged)
		}
	}
}

func TestTaken(t *testing.T) {
	for kind, issuer := range issuers(t) {
		t.Run(kind, func(t *testing.T) { expectTaken(t, issuer) })
	}
}

func expectTaken(t *testing.T, issuer *identitytest.Issuer) {
	t.Helper()
	token := func(overrides ...map[string]any) string {
		return issuer.Sign(t, identitytest.Claims(append([]map[string]any{allowedClaims}, overrides...)...))
	}
	now := time.Now().Unix()
	for name, header := range map[string]string{
		"plain":            "Bearer " + token(),
		"in small letters": "bearer " + token(),
		"more spaces":      "Bearer   " + token(),
		"one audience":     "Bearer " + token(map[string]any{"aud": identitytest.Audience}),
		"claim a string":   "Bearer " + token(map[string]any{"groups": "writers"}),
		"ended just now":   "Bearer " + token(map[string]any{"exp": now - 50}),
		"begins soon":      "Bearer " + token(map[string]any{"nbf": now + 50, "iat": now + 50}),
		"long":             "Bearer " + token(map[string]any{"padding": strings.Repeat("x", 5<<10)}),
	} {
		g := guardedBy(issuer)
		if answer, body := g.send("POST", "", header); answer.StatusCode != 200 || g.called != 1 {
			t.Errorf("%s: %d %s %s", name, answer.StatusCode, body, g.log)
		}
	}
}

func TestReadingAndWritingAreTwoRights(t *testing.T) {
	issuer := identitytest.New(t)
	for group, want := range map[string]map[string]int{
		"readers": {"GET": 200, "HEAD": 200, "POST": 403},
		"writers": {"GET": 403, "HEAD": 403, "POST": 200},
	} {
		for method, status := range want {
			answer, body := guardedBy(issuer).send(method, "", "Bearer "+issuer.Sign(t, identitytest.Claims(map[string]any{"groups": []string{group}})))
			if answer.StatusCode != status {
				t.Errorf("%s by %s: %d %s", method, group, answer.StatusCode, body)
			}
		}
	}
}

func TestClaimIsAStringOrAList(t *testing.T) {
	issuer := identitytest.New(t)
	for name, value := range map[string]any{"number": 1, "null": nil, "object": map[string]any{"writers": true}, "list in a list": [][]string{{"writers"}},
		"list with another kind": []any{"writers", 1}, "part": "writers2", "scopes": "readers writers"} {
		answer, body := guardedBy(issuer).send("POST", "", "Bearer "+issuer.Sign(t, identitytest.Claims(map[string]any{"groups": value})))
		if answer.StatusCode != 403 {
			t.Errorf("%s: %d %s", name, answer.StatusCode, body)
		}
	}
}

func TestNoSettingsAskNobody(t *testing.T) {
	guard := NewGuard(nil, metrics.NewSet(), nil)
	w := httptest.NewRecorder()
	guard.Protect(httpservice.Routes{"/": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { httpservice.Answer(w, 200, "") }}}).
		ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 200 || guard.Oversized("Authorization") != nil {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestOversizedTokenIsRefused(t *testing.T) {
	guard := NewGuard(&Settings{KeysFile: identitytest.New(t).KeysFile}, metrics.NewSet(), httpservice.NewLogger("test", io.Discard))
	if problem := guard.Oversized("Authorization"); problem == nil || *problem != invalidToken {
		t.Errorf("got %v", problem)
	}
	if problem := guard.Oversized("Cookie"); problem != nil {
		t.Errorf("got %v", problem)
	}
}
