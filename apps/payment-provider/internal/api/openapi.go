package api

import (
	_ "embed"
	"encoding/json"
	"net/http"

	"sre-challenge/apps/httpservice"
)

//go:embed openapi.json
var openAPI json.RawMessage

// describe answers the service's OpenAPI document, which the tests hold the other endpoints to.
func describe(w http.ResponseWriter, _ *http.Request) {
	httpservice.Answer(w, http.StatusOK, openAPI)
}
