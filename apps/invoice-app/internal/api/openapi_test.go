package api

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// contract holds answers to openapi.json, by a reader that knows nothing of the code.
type contract struct {
	reader validator.Validator
	// unseen holds what is documented and was not answered yet, as "POST /invoices 201".
	unseen map[string]bool
}

func readContract(t *testing.T) *contract {
	t.Helper()
	parsed, err := libopenapi.NewDocument(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	reader, faults := validator.NewValidator(parsed)
	for _, fault := range faults {
		t.Fatal(fault)
	}
	if valid, problems := reader.ValidateDocument(); !valid {
		t.Fatalf("openapi.json is not OpenAPI: %v", problems)
	}
	model, err := parsed.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{reader, map[string]bool{}}
	for path, item := range model.Model.Paths.PathItems.FromOldest() {
		for method, operation := range item.GetOperations().FromOldest() {
			for status := range operation.Responses.Codes.FromOldest() {
				c.unseen[strings.ToUpper(method)+" "+path+" "+status] = true
			}
		}
	}
	return c
}

// check fails the test unless the document has the answer and, where that is a success, the
// request too.
func (c *contract) check(t *testing.T, sent string, response *http.Response, read []byte) {
	t.Helper()
	request := response.Request.Clone(t.Context())
	request.Body = io.NopCloser(strings.NewReader(sent))
	answer := *response
	answer.Body = io.NopCloser(bytes.NewReader(read))
	if response.StatusCode < 300 {
		if valid, problems := c.reader.ValidateHttpRequest(request); !valid {
			t.Errorf("%s %s %s was accepted, against the document: %v", request.Method, request.URL, sent, problems[0])
		}
	}
	if valid, problems := c.reader.ValidateHttpResponse(request, &answer); !valid {
		t.Errorf("%s %s: %d %s is not as documented: %v", request.Method, request.URL, response.StatusCode, read, problems[0])
	}
	delete(c.unseen, request.Method+" "+request.URL.Path+" "+response.Status[:3])
}

// missing lists what is documented and no check has had.
func (c *contract) missing() []string { return slices.Sorted(maps.Keys(c.unseen)) }
