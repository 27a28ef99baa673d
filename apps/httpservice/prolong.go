package httpservice

import (
	"net/http"
	"time"
)

// Prolong gives the answer another WriteTimeout from now. A handler that streams calls it before
// each part, so that an answer may take long but a caller that stops reading may not. It does
// nothing for a caller that has gone away.
func Prolong(w http.ResponseWriter, r *http.Request) {
	if r.Context().Err() != nil {
		return
	}
	// A writer without a connection, as in a test, has no deadline to extend.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(WriteTimeout))
}
