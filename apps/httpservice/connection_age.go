package httpservice

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// maxConnectionAge is when callers have come to a new replica: a Service of Kubernetes chooses one
// for each new connection, and never for a kept one.
const maxConnectionAge = 30 * time.Second

// retirement is when a connection made now is old enough, at random so that those made together are
// not renewed together.
func retirement() time.Time {
	return time.Now().Add(maxConnectionAge/2 + rand.N(maxConnectionAge/2))
}

// renewConnections ends an old connection with its next answer. The server does so, not the caller:
// it holds for every caller, and no request is under way on a connection whose answer says "close".
func renewConnections(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if callerOf(r.Context()).isToRetire() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
