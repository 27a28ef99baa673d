package httpservice

import (
	"encoding/json"
	"net/http"
)

// Answer writes body as JSON. A body that cannot be encoded is a fault of the program: it panics.
func Answer(w http.ResponseWriter, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A caller that has gone away cannot be told so.
	_, _ = w.Write(append(encoded, '\n'))
}

// Refuse answers {"error": reason}. The reason is for the caller: it holds no internals.
func Refuse(w http.ResponseWriter, status int, reason string) {
	Answer(w, status, map[string]string{"error": reason})
}
