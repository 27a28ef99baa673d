package httpservice

import (
	"bytes"
	"io"
	"net/http"
)

// MaxBodyBytes is the most that a request's body may have; ReadJSON refuses a larger one. With
// maxAwaited it bounds the memory of bodies that are not whole yet.
const MaxBodyBytes = 16 << 10

// awaitBody reads the body as far as it will ever be read, so that a handler never waits for its
// caller. What ended it early, such as a time-out, is what the handler's reader of it ends with.
func awaitBody(w http.ResponseWriter, r *http.Request) {
	if r.Body == http.NoBody {
		return
	}
	arrived, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBodyBytes))
	if err == nil {
		err = io.EOF
	} else {
		// What is left of the body must be neither waited for nor taken for the next request.
		w.Header().Set("Connection", "close")
	}
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(arrived), endReader{err}))
}

// endReader has nothing but its end.
type endReader struct{ end error }

func (r endReader) Read([]byte) (int, error) { return 0, r.end }
