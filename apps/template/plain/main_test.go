package main

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/service/servicetest"
)

func get(t *testing.T, address string) (response *http.Response, body []byte) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response, body
}

func TestAnswersAsDocumented(t *testing.T) {
	s := servicetest.Start(t, program)
	_, text := get(t, s.URL+"/openapi.json")
	document := openapitest.Read(t, text)
	for _, path := range []string{"/template-plain", "/openapi.json", "/openapi.html", "/healthz", "/readyz"} {
		response, body := get(t, s.URL+path)
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
	_, document := get(t, s.URL+"/openapi.json")
	_, page := get(t, s.URL+"/openapi.html")
	openapitest.CheckPage(t, document, page)
}
