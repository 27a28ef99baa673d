package openapitest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// elements are all that a page may have: none of them loads, runs or sends anything.
var elements = []string{
	"html", "head", "meta", "title", "style", "body", "section", "h1", "h2", "h3", "p", "pre", "table", "tr", "th", "td",
}

// ReadPage returns what people see of an HTML page, a line for each element's text. It fails the test
// unless the page is whole, in UTF-8, and has nothing that loads, runs or sends anything.
func ReadPage(t testing.TB, page []byte) (lines []string) {
	t.Helper()
	if !utf8.Valid(page) || !bytes.HasPrefix(page, []byte("<!DOCTYPE html>\n")) {
		t.Errorf("no HTML in UTF-8: %s", page)
	}
	reader := xml.NewDecoder(bytes.NewReader(page))
	reader.Strict, reader.AutoClose, reader.Entity = false, []string{"meta"}, xml.HTMLEntity
	for {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatalf("the page is not whole: %v in %s", err, page)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !slices.Contains(elements, token.Name.Local) || hasMoreThan(token.Attr, "lang", "charset") {
				t.Errorf("the page has %v", token)
			}
		case xml.Comment, xml.ProcInst:
			t.Errorf("the page has %s", token)
		case xml.CharData:
			lines = append(lines, strings.TrimSpace(string(token)))
		}
	}
}

func hasMoreThan(attributes []xml.Attr, names ...string) bool {
	return slices.ContainsFunc(attributes, func(each xml.Attr) bool { return !slices.Contains(names, each.Name.Local) })
}

// CheckPage fails the test unless page shows each operation of the document, with its texts, what it
// takes and what it answers.
func CheckPage(t testing.TB, document, page []byte) {
	t.Helper()
	parsed, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string][]string{}
	for path, item := range parsed.Paths.Map() {
		for method, operation := range item.Operations() {
			wanted[method+" "+path] = textsOf(operation)
		}
	}
	shown, title := map[string][]string{}, ""
	for _, line := range ReadPage(t, page) {
		if wanted[line] != nil {
			title = line
		}
		shown[title] = append(shown[title], line)
	}
	for title, texts := range wanted {
		for _, want := range texts {
			if !slices.ContainsFunc(shown[title], func(line string) bool { return strings.HasPrefix(line, want) }) {
				t.Errorf("%s: the page has no %q: %q", title, want, shown[title])
			}
		}
	}
}

// textsOf are what lines of the page have to begin with.
func textsOf(operation *openapi3.Operation) []string {
	texts := []string{operation.Summary, operation.Description, "curl --fail-with-body"}
	for _, parameter := range operation.Parameters {
		texts = append(texts, parameter.Value.Name, parameter.Value.Description)
	}
	if operation.RequestBody != nil {
		texts = append(texts, operation.RequestBody.Value.Description)
		for kind, content := range operation.RequestBody.Value.Content {
			texts = append(texts, kind)
			for name, field := range content.Schema.Value.Properties {
				texts = append(texts, name, field.Value.Description)
			}
		}
	}
	for status, answer := range operation.Responses.Map() {
		texts = append(texts, status, *answer.Value.Description)
	}
	return texts
}
