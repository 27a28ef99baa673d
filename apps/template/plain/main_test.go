package main

import (
	"net/http"
	"slices"
	"testing"

	"sre-challenge/apps/httpservice/httpservicetest"
	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/service/servicetest"
)

func TestAnswersAsDocumented(t *testing.T) {
	s := servicetest.Start(t, program)
	_, text := httpservicetest.Get(t, s.URL+"/openapi.json")
	document := openapitest.Read(t, text)
	for _, path := range []string{"/template-plain", "/openapi.json", "/openapi.html", "/healthz", "/readyz"} {
		response, body := httpservicetest.Get(t, s.URL+path)
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
		document.Check(t, nil, response, body)
	}
	// What is answered only by a service that ends, or that has too much to do.
	rare := []string{"GET /readyz 503", "GET /template-plain 503"}
	if unseen := document.Unseen(); !slices.Equal(unseen, rare) {
		t.Errorf("documented, but not answered: %v", unseen)
	}
}

func TestThePageShowsEveryOperation(t *testing.T) {
	s := servicetest.Start(t, program)
	_, document := httpservicetest.Get(t, s.URL+"/openapi.json")
	_, page := httpservicetest.Get(t, s.URL+"/openapi.html")
	openapitest.CheckPage(t, document, page)
}
