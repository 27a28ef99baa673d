package httpservice

import (
	"encoding/json"
	"net/http"
)

// Answer writes body as JSON. A body that cannot be encoded is a fault of the program: it panics.
func Answer(w http.ResponseWriter, status int, body any) {
	write(w, status, "application/json", body)
}

func write(w http.ResponseWriter, status int, contentType string, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	PrepareAnswer(w, contentType)
	w.WriteHeader(status)
	// A caller that has gone away cannot be told so.
	_, _ = w.Write(append(encoded, '\n'))
}

// PrepareAnswer sets the headers that every answer has, for a handler that writes its body by
// itself, such as a stream.
func PrepareAnswer(w http.ResponseWriter, contentType string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
}
