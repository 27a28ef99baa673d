package identity

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
)

// Guard lets callers with a valid token through. A nil one lets everybody.
type Guard struct {
	settings Settings
	keys     *keysFile
	logger   *slog.Logger
	refused  map[reason]*metrics.Counter
}

// NewGuard counts callers_refused_total by reason in set, and reads the keys. It is nil for nil
// settings.
func NewGuard(settings *Settings, set *metrics.Set, logger *slog.Logger) *Guard {
	if settings == nil {
		return nil
	}
	guard := &Guard{*settings, &keysFile{path: settings.KeysFile, logger: logger}, logger, map[reason]*metrics.Counter{}}
	for _, reason := range reasons {
		guard.refused[reason] = set.NewCounter(fmt.Sprintf("callers_refused_total{reason=%q}", reason))
	}
	guard.keys.look()
	return guard
}

// Protect returns the same routes that ask each caller for a token. Who has none, or none that is
// valid, gets a 401; whose token lacks what is asked for a 403; and while there are no keys, a 503.
func (g *Guard) Protect(routes httpservice.Routes) httpservice.Routes {
	if g == nil {
		return routes
	}
	return routes.Wrap(func(method string, handler http.HandlerFunc) http.HandlerFunc {
		return g.ask(g.claimFor(method), handler)
	})
}

func (g *Guard) claimFor(method string) Claim {
	if method == http.MethodGet {
		return g.settings.Read
	}
	return g.settings.Write
}

func (g *Guard) ask(asked Claim, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, refusal := bearer(r.Header.Values("Authorization"))
		if refusal == nil {
			refusal = g.verify(token, asked)
		}
		if refusal != nil {
			httpservice.Refuse(w, r, g.refuse(r.Context(), refusal))
			return
		}
		next(w, r)
	}
}

// Ready is a httpservice.Service.Ready: not before keys were read once, which then stay. A release
// without keys so takes no place of one that has some.
func (g *Guard) Ready(context.Context) error {
	if g == nil {
		return nil
	}
	_, err := g.keys.find("")
	return err
}

// Oversized is a httpservice.Service.OversizedField: a token may be longer than any header that is
// read.
func (g *Guard) Oversized(field string) *httpservice.Problem {
	if g == nil || field != "Authorization" {
		return nil
	}
	problem := g.refuse(context.Background(), refusalFor(tooLong, "longer than a header may be"))
	return &problem
}

func (g *Guard) refuse(ctx context.Context, refusal *refusal) httpservice.Problem {
	g.refused[refusal.reason].Inc()
	if refusal.reason == noKeys { // which the log has already
		return keysUnavailable
	}
	// Not a warning: a flood of strangers must not hide trouble, which has its own room in the log.
	g.logger.InfoContext(ctx, "caller refused", "reason", string(refusal.reason), "error", refusal)
	switch refusal.reason {
	case noToken:
		return unauthenticated
	case lacksClaim:
		return forbidden
	}
	return invalidToken
}

// The problems tell no more than RFC 6750, section 3.1, asks: why is in the log.
const realm = `Bearer realm="sre-challenge"`

var (
	unauthenticated = httpservice.Problem{
		Status: http.StatusUnauthorized, Type: "unauthenticated", Title: "Unauthenticated", Challenge: realm,
		Detail: "nothing was done; send a token for this service in one header Authorization: Bearer",
	}
	invalidToken = httpservice.Problem{
		Status: http.StatusUnauthorized, Type: "invalid-token", Title: "Invalid token", Challenge: realm + `, error="invalid_token"`,
		Detail: "nothing was done; the token is not valid here; get a new one for this service",
	}
	forbidden = httpservice.Problem{
		Status: http.StatusForbidden, Type: "insufficient-scope", Title: "Insufficient scope", Challenge: realm + `, error="insufficient_scope"`,
		Detail: "nothing was done; the token does not allow this; ask this service's operators for the right",
	}
	keysUnavailable = httpservice.Problem{
		Status: http.StatusServiceUnavailable, Type: "keys-unavailable", Title: "Keys unavailable", RetryAfter: time.Second,
		Detail: "nothing was done; no token can be verified yet; send the same request again later",
	}
)
