// Package openapitest holds the answers that tests get to an OpenAPI document, by a reader of the
// document that knows nothing of the code.
package openapitest

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/errors"
)

// Document is safe for tests that run at the same time.
type Document struct {
	validator validator.Validator
	// unseen holds what is documented and was not answered yet, as "POST /payments/pay 200".
	unseen map[string]bool
	// operations are as in "POST /payments/pay".
	operations []string
	lock       sync.Mutex
}

// Read fails the test unless text is a valid OpenAPI document.
func Read(t testing.TB, text []byte) *Document {
	t.Helper()
	parsed, err := libopenapi.NewDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	reader, faults := validator.NewValidator(parsed)
	for _, fault := range faults {
		t.Fatal(fault)
	}
	if valid, problems := reader.ValidateDocument(); !valid {
		t.Fatalf("the document is not OpenAPI: %v", problems)
	}
	model, err := parsed.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	document := &Document{validator: reader, unseen: map[string]bool{}}
	for path, item := range model.Model.Paths.PathItems.FromOldest() {
		for method, operation := range item.GetOperations().FromOldest() {
			name := strings.ToUpper(method) + " " + path
			document.operations = append(document.operations, name)
			for status := range operation.Responses.Codes.FromOldest() {
				document.unseen[name+" "+status] = true
			}
		}
	}
	return document
}

// Has tells whether the document has the path with that method.
func (d *Document) Has(method, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return slices.ContainsFunc(d.operations, func(operation string) bool {
		known, pattern, _ := strings.Cut(operation, " ")
		return known == method && matches(pattern, path)
	})
}

// Check fails the test unless the document has the answer, and, where it is a success, the request
// too. The bodies are what was sent and read.
func (d *Document) Check(t testing.TB, sent []byte, response *http.Response, read []byte) {
	t.Helper()
	request := response.Request.Clone(t.Context())
	request.Body = io.NopCloser(bytes.NewReader(sent))
	answer := *response
	answer.Body = io.NopCloser(bytes.NewReader(read))
	d.lock.Lock()
	defer d.lock.Unlock()
	if response.StatusCode < 300 {
		if valid, problems := d.validator.ValidateHttpRequest(request); !valid {
			t.Errorf("%s %s was accepted, against the document: %s", request.Method, request.URL.Path, explain(problems))
		}
	}
	if valid, problems := d.validator.ValidateHttpResponse(request, &answer); !valid {
		t.Errorf("%s %s: answer is not as documented: %d %s: %s", request.Method, request.URL.Path, response.StatusCode, read, explain(problems))
	}
	for _, operation := range d.operations {
		method, path, _ := strings.Cut(operation, " ")
		if method == request.Method && matches(path, request.URL.EscapedPath()) {
			delete(d.unseen, operation+" "+response.Status[:3])
		}
	}
}

// Unseen lists what is documented and no Check has had.
func (d *Document) Unseen() []string {
	d.lock.Lock()
	defer d.lock.Unlock()
	return slices.Sorted(maps.Keys(d.unseen))
}

func matches(pattern, path string) bool {
	expected, sent := strings.Split(pattern, "/"), strings.Split(path, "/")
	return slices.EqualFunc(expected, sent, func(expected, sent string) bool {
		return expected == sent || strings.HasPrefix(expected, "{")
	})
}

func explain(problems []*errors.ValidationError) string {
	var words []string
	for _, problem := range problems {
		words = append(words, problem.Error())
		for _, detail := range problem.SchemaValidationErrors {
			words = append(words, detail.Reason)
		}
	}
	return strings.Join(words, "; ")
}
