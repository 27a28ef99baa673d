package api

import (
	"io"
	"strings"
	"testing"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
	"sre-challenge/apps/identity/identitytest"
)

// expectIdentity has each documented refusal of a caller, by the same interface and database behind a
// guard. Invoice is the body of one that exists.
func (s *served) expectIdentity(t *testing.T, invoice string) {
	t.Helper()
	issuer, broken := identitytest.New(t), identitytest.New(t)
	broken.WriteKeys(t, "")
	guarded := func(issuer *identitytest.Issuer) *served {
		guard := identity.NewGuard(&identity.Settings{
			Issuer: identitytest.URL, Audience: identitytest.Audience, KeysFile: issuer.KeysFile,
			Read: identity.Claim{Name: "sub", Value: "alice"}, Write: identity.Claim{Name: "sub", Value: "alice"},
		}, metrics.NewSet(), httpservice.NewLogger("test", io.Discard))
		other := serveGuarded(t, s.database, paysAll, guard)
		other.contract = s.contract
		return other
	}
	working, noKeys := guarded(issuer), guarded(broken)
	bearer := func(issuer *identitytest.Issuer, subject string) string {
		return "Bearer " + issuer.Sign(t, identitytest.Claims(map[string]any{"sub": subject}))
	}
	for _, each := range []struct{ method, path, body string }{
		{"GET", "/invoices", ""}, {"GET", "/invoices/I1", ""}, {"POST", "/invoices", invoice}, {"POST", "/invoices/pay", ""}, {"POST", "/invoices/I1/pay", ""}, {"GET", "/openapi.json", ""}, {"GET", "/openapi.html", ""},
	} {
		for _, test := range []struct {
			served        *served
			authorization string
			want          int
			problem       string
		}{
			{working, "", 401, "unauthenticated"},
			{working, "Bearer x", 401, "invalid-token"},
			{working, bearer(issuer, "bob"), 403, "insufficient-scope"},
			{noKeys, bearer(broken, "alice"), 503, "keys-unavailable"},
			{working, bearer(issuer, "alice"), 200, ""},
		} {
			response, read := test.served.call(t, each.method, each.path, each.body, "Authorization", test.authorization)
			if response.StatusCode != test.want || !strings.Contains(read, test.problem) {
				t.Errorf("%s %s: %d %s; want %d %s", each.method, each.path, response.StatusCode, read, test.want, test.problem)
			}
		}
	}
}
