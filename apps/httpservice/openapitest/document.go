// Package openapitest holds the answers that tests get to an OpenAPI document, by a reader of the
// document that knows nothing of the code.
package openapitest

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Document is safe for tests that run at the same time.
type Document struct {
	router routers.Router
	// unseen holds what is documented and was not answered yet, as "POST /payments/pay 200".
	unseen map[string]bool
	lock   sync.Mutex
}

// Read fails the test unless text is a valid OpenAPI document.
func Read(t testing.TB, text []byte) *Document {
	t.Helper()
	parsed, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := parsed.Validate(t.Context()); err != nil {
		t.Fatalf("the document is not OpenAPI: %v", err)
	}
	// Whatever address a test's server has.
	parsed.Servers = nil
	router, err := gorillamux.NewRouter(parsed)
	if err != nil {
		t.Fatal(err)
	}
	document := &Document{router: router, unseen: map[string]bool{}}
	for path, item := range parsed.Paths.Map() {
		for method, operation := range item.Operations() {
			for status := range operation.Responses.Map() {
				document.unseen[method+" "+path+" "+status] = true
			}
		}
	}
	return document
}

// Has tells whether the document has the request's path with its method.
func (d *Document) Has(request *http.Request) bool {
	_, _, err := d.router.FindRoute(request)
	return err == nil
}

// Check fails the test unless the document has the answer, and, where it is a success, the request
// too. The bodies are what was sent and read.
func (d *Document) Check(t testing.TB, sent []byte, response *http.Response, read []byte) {
	t.Helper()
	request := response.Request.Clone(t.Context())
	request.Body = io.NopCloser(bytes.NewReader(sent))
	route, parameters, err := d.router.FindRoute(request)
	if err != nil {
		t.Errorf("%s %s: not documented: %v", request.Method, request.URL, err)
		return
	}
	asked := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters, Route: route,
		// Who may call is not the document's to check.
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true,
			RejectWhenRequestBodyNotSpecified: true,
		},
	}
	if response.StatusCode < 300 {
		if err := openapi3filter.ValidateRequest(t.Context(), asked); err != nil {
			t.Errorf("%s %s %s was accepted, against the document: %v", request.Method, request.URL, sent, err)
		}
	}
	answer := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: response.StatusCode, Header: response.Header,
		Body: io.NopCloser(bytes.NewReader(read)), Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateResponse(t.Context(), answer); err != nil {
		t.Errorf("%s %s: %d %s is not as documented: %v", request.Method, request.URL, response.StatusCode, read, err)
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	delete(d.unseen, route.Method+" "+route.Path+" "+strconv.Itoa(response.StatusCode))
}

// Unseen lists what is documented and no Check has had.
func (d *Document) Unseen() []string {
	d.lock.Lock()
	defer d.lock.Unlock()
	return slices.Sorted(maps.Keys(d.unseen))
}
