package api

import (
	_ "embed"
	"net/http"

	"sre-challenge/apps/httpservice"
)

//go:embed openapi.json
var openAPI []byte

// document answers the description of this interface, OpenAPI 3.1.
func document(w http.ResponseWriter, _ *http.Request) {
	httpservice.PrepareAnswer(w, "application/json")
	_, _ = w.Write(openAPI)
}
