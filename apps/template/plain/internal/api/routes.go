// Package api is template-plain's HTTP interface; openapi.json describes it.
package api

import (
	_ "embed"
	"net/http"

	"sre-challenge/apps/httpservice"
)

const path = "/template-plain"

//go:embed openapi.json
var openAPI []byte

// Routes are the service's endpoints.
func Routes() httpservice.Routes {
	return httpservice.Routes{
		path:            {http.MethodGet: introduce},
		"/openapi.json": {http.MethodGet: httpservice.APIDocument(openAPI)},
		"/openapi.html": {http.MethodGet: httpservice.APIPage(openAPI)},
	}
}

type introduction struct {
	Service string `json:"service"`
}

func introduce(w http.ResponseWriter, _ *http.Request) {
	httpservice.Answer(w, http.StatusOK, introduction{"template-plain"})
}
