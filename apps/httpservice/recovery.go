package httpservice

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// stackField is the only field of a log line that may be long.
const stackField = "stack"

// withRecovery answers a panic with the problem "internal". An answer that has begun cannot be taken back:
// its connection is broken off, so that no caller takes half of it for the whole.
func withRecovery(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		written := &statusWriter{ResponseWriter: w}
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			logger.ErrorContext(r.Context(), "panic", "cause", fmt.Sprint(cause), stackField, string(debug.Stack()))
			if written.Started() {
				panic(http.ErrAbortHandler)
			}
			Refuse(w, r, Internal())
		}()
		next.ServeHTTP(written, r)
	})
}
