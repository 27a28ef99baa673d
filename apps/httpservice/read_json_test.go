package httpservice

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

type loan struct {
	ISBN  string      `json:"isbn"`
	Days  json.Number `json:"days"`
	Notes any         `json:"notes"`
}

// readLoan reads a body as a handler does.
func readLoan(body io.Reader, headers map[string]string) (read loan, problem *Problem, w *httptest.ResponseRecorder) {
	w = httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/", body)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	Routes{"/": {"POST": func(_ http.ResponseWriter, r *http.Request) { problem = ReadJSON(r, &read) }}}.ServeHTTP(w, r)
	return read, problem, w
}

func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

func TestReadJSONTakes(t *testing.T) {
	tests := map[string]string{
		"plain":                      `{"isbn":"978","days":14}`,
		"spaces around":              " \r\n{\"isbn\":\"978\",\"days\":14}\t\n",
		"unknown member":             `{"isbn":"978","days":14,"x":{"isbn":1}}`,
		"same name in other objects": `{"isbn":"978","days":14,"notes":[{"a":1},{"a":{"a":1}}]}`,
		"name again as a value":      `{"isbn":"978","days":14,"notes":["isbn","isbn"]}`,
		"greatest depth":             `{"isbn":"978","days":14,"notes":` + nested(15) + `}`,
		"two pairs":                  `{"isbn":"978","days":14,"notes":"\ud83d\ude00\ud83d\ude00"}`,
		"escapes":                    `{"is\u0062n":"\u0039\u0037\u0038","days":14,"notes":"\ud83d\ude00\\ud800\""}`,
		"number beyond float64":      `{"isbn":"978","days":14,"notes":"","x":1e999}`,
		"null leaves the field":      `{"isbn":"978","days":14,"notes":null}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			got, problem, _ := readLoan(strings.NewReader(body), nil)
			if problem != nil || got.ISBN != "978" || got.Days != "14" {
				t.Errorf("got %+v, %+v", got, problem)
			}
		})
	}
}

func TestReadJSONRefuses(t *testing.T) {
	malformed := func(detail string) Problem { return MalformedJSON(detail) }
	tests := map[string]struct {
		body io.Reader
		want Problem
	}{
		"empty":               {strings.NewReader(""), malformed("the body is empty; expected a JSON object")},
		"blank":               {strings.NewReader(" \n"), malformed("the body is empty; expected a JSON object")},
		"broken":              {strings.NewReader(`{"isbn":`), malformed("the body is not one valid JSON value")},
		"NaN":                 {strings.NewReader(`{"days":NaN}`), malformed("the body is not one valid JSON value")},
		"goes on":             {strings.NewReader(`{}{}`), malformed("the body is not one valid JSON value")},
		"array":               {strings.NewReader(`[{}]`), malformed("the body is not a JSON object")},
		"null":                {strings.NewReader(`null`), malformed("the body is not a JSON object")},
		"member twice":        {strings.NewReader(`{"isbn":"1","isbn":"1"}`), malformed(`the body has member "isbn" twice in one object`)},
		"twice by case":       {strings.NewReader(`{"isbn":"1","ISBN":"2"}`), malformed(`the body has member "ISBN" twice in one object`)},
		"twice by other s":    {strings.NewReader(`{"isbn":"1","iſbn":"2"}`), malformed(`the body has member "iſbn" twice in one object`)},
		"twice by escape":     {strings.NewReader(`{"isbn":"1","\u0069sbn":"2"}`), malformed(`the body has member "isbn" twice in one object`)},
		"twice further in":    {strings.NewReader(`{"notes":[{"a":[],"a":{}}]}`), malformed(`the body has member "a" twice in one object`)},
		"too deep":            {strings.NewReader(`{"notes":` + nested(16) + `}`), malformed("the body is nested deeper than 16")},
		"not UTF-8":           {strings.NewReader("{\"isbn\":\"\xff\"}"), malformed("the body is not valid UTF-8")},
		"half a pair":         {strings.NewReader(`{"isbn":"\ud800"}`), malformed(`the body is not valid UTF-8: a \u escape is half of a pair`)},
		"other half":          {strings.NewReader(`{"isbn":"\ude00x"}`), malformed(`the body is not valid UTF-8: a \u escape is half of a pair`)},
		"pair, then half":     {strings.NewReader(`{"isbn":"\ud83d\ude00\ud83d"}`), malformed(`the body is not valid UTF-8: a \u escape is half of a pair`)},
		"two first halves":    {strings.NewReader(`{"isbn":"\ud83d\ud83d"}`), malformed(`the body is not valid UTF-8: a \u escape is half of a pair`)},
		"number for a string": {strings.NewReader(`{"isbn":978}`), InvalidField("isbn", "isbn must not be a JSON number")},
		"object for a number": {strings.NewReader(`{"days":{}}`), InvalidField("days", "days must not be a JSON object")},
		"word for a number":   {strings.NewReader(`{"days":"soon"}`), malformed("the body does not have the expected form")},
		"too large":           {strings.NewReader(`{"isbn":"` + strings.Repeat("9", MaxBodyBytes) + `"}`), BodyTooLarge(MaxBodyBytes)},
		"cut short":           {iotest.ErrReader(io.ErrUnexpectedEOF), malformed("the body ended too early")},
		"broken off":          {iotest.ErrReader(errors.New("secret")), malformed("the body ended too early")},
		"too slow":            {iotest.ErrReader(os.ErrDeadlineExceeded), RequestTimeout()},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem, _ := readLoan(test.body, nil)
			if problem == nil || *problem != test.want {
				t.Errorf("got %+v", problem)
			}
		})
	}
}

func TestReadJSONContentType(t *testing.T) {
	const contentType, encoding = "Content-Type", "Content-Encoding"
	tests := map[string]struct {
		headers map[string]string
		taken   bool
	}{
		"absent":            {nil, true},
		"plain":             {map[string]string{contentType: "application/json"}, true},
		"capitals, charset": {map[string]string{contentType: "Application/JSON; Charset=UTF-8"}, true},
		"other charset":     {map[string]string{contentType: "application/json; charset=utf-16"}, false},
		"empty":             {map[string]string{contentType: ""}, false},
		"form":              {map[string]string{contentType: "application/x-www-form-urlencoded"}, false},
		"text":              {map[string]string{contentType: "text/plain"}, false},
		"other JSON":        {map[string]string{contentType: "application/problem+json"}, false},
		"two in one":        {map[string]string{contentType: "application/json, text/plain"}, false},
		"compressed":        {map[string]string{encoding: "gzip"}, false},
		"identity":          {map[string]string{encoding: "identity"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem, _ := readLoan(strings.NewReader(`{"isbn":"978"}`), test.headers)
			if (problem == nil) != test.taken || !test.taken && *problem != UnsupportedMediaType() {
				t.Errorf("got %+v", problem)
			}
		})
	}
}

func TestReadJSONRefusesTwoContentTypes(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader(`{}`))
	r.Header["Content-Type"] = []string{"application/json", "text/plain"}
	if problem := ReadJSON(r, &loan{}); problem == nil || *problem != UnsupportedMediaType() {
		t.Errorf("got %+v", problem)
	}
}

func TestReadJSONClosesAConnectionWithARestOnIt(t *testing.T) {
	_, _, taken := readLoan(strings.NewReader(`{}`), nil)
	_, _, large := readLoan(strings.NewReader(strings.Repeat(" ", MaxBodyBytes+1)), nil)
	if taken.Header().Get("Connection") != "" || large.Header().Get("Connection") != "close" {
		t.Errorf("Connection: %q and %q", taken.Header().Get("Connection"), large.Header().Get("Connection"))
	}
}
