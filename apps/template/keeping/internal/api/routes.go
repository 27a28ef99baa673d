// Package api is template-keeping's HTTP interface; openapi.json describes it.
package api

import (
	_ "embed"
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"

	"sre-challenge/apps/template/keeping/internal/store"
)

const path = "/template-keeping"

//go:embed openapi.json
var openAPI []byte

// Routes are the service's endpoints.
func Routes(entries *store.Store, logger *slog.Logger) httpservice.Routes {
	endpoints := endpoints{entries, logger}
	return httpservice.Routes{
		path:            {http.MethodGet: endpoints.list},
		"/openapi.json": {http.MethodGet: httpservice.APIDocument(openAPI)},
		"/openapi.html": {http.MethodGet: httpservice.APIPage(openAPI)},
	}
}

type endpoints struct {
	entries *store.Store
	logger  *slog.Logger
}
