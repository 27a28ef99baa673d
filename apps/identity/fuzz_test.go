package identity

import (
	"io"
	"testing"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity/identitytest"
)

// Whoever does not have a token cannot make one of what he sends.
func FuzzNoHeaderButATokenIsTaken(f *testing.F) {
	issuer := identitytest.New(f)
	guard := NewGuard(&Settings{
		Issuer: identitytest.URL, Audience: identitytest.Audience, KeysFile: issuer.KeysFile,
		Read: Claim{"groups", "readers"}, Write: Claim{"groups", "writers"},
	}, metrics.NewSet(), httpservice.NewLogger("test", io.Discard))
	for _, refused := range issuer.Refusals(f, allowedClaims, forbiddenClaims) {
		for _, header := range refused.Authorization {
			if len(header) < 2<<10 && refused.WantReason != "malformed" {
				f.Add(header)
			}
		}
	}
	f.Fuzz(func(t *testing.T, header string) {
		token, refusal := bearer([]string{header})
		if refusal == nil {
			refusal = guard.verify(token, guard.settings.Write)
		}
		if refusal == nil {
			t.Errorf("%q was taken", header)
		} else if guard.refused[refusal.reason] == nil {
			t.Errorf("%q is refused for %s, which is not counted", header, refusal.reason)
		}
	})
}
