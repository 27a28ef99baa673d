package httpservice

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func library() Routes {
	reply := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { Answer(w, status, body) }
	}
	value := func(name string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { Answer(w, 200, r.PathValue(name)) }
	}
	return Routes{
		"/books":              {http.MethodGet: reply(200, "list"), http.MethodPost: reply(201, "added")},
		"/books/lend":         {http.MethodPost: reply(200, "lent")},
		"/books/{isbn}":       {http.MethodGet: value("isbn")},
		"/books/{isbn}/pages": {http.MethodGet: value("isbn")},
	}
}

func TestRoutes(t *testing.T) {
	tests := []struct {
		method, path          string
		wantStatus            int
		wantBody, wantPattern string
	}{
		{"GET", "/books", 200, `"list"`, "/books"},
		{"HEAD", "/books", 200, `"list"`, "/books"}, // net/http keeps the body of a HEAD answer back
		{"POST", "/books", 201, `"added"`, "/books"},
		{"GET", "/books?page=2", 200, `"list"`, "/books"},
		{"POST", "/books/lend", 200, `"lent"`, "/books/lend"},
		{"POST", "/books/%6Cend", 200, `"lent"`, "/books/lend"},
		{"GET", "/books/978", 200, `"978"`, "/books/{isbn}"},
		{"HEAD", "/books/978", 200, `"978"`, "/books/{isbn}"},
		{"GET", "/books/978/pages", 200, `"978"`, "/books/{isbn}/pages"},
		{"GET", "/books/a%2Fb%20%7Bc%7D", 200, `"a/b {c}"`, "/books/{isbn}"},
		{"GET", "/books/%2F", 200, `"/"`, "/books/{isbn}"},
		{"GET", "/books/./pages", 200, `"."`, "/books/{isbn}/pages"},
		{"GET", "/books/..", 200, `".."`, "/books/{isbn}"},
		{"GET", "/books/%7Bisbn%7D", 200, `"{isbn}"`, "/books/{isbn}"},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			w, r := httptest.NewRecorder(), httptest.NewRequest(test.method, test.path, nil)
			library().ServeHTTP(w, r)
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody+"\n" || r.Pattern != test.wantPattern {
				t.Errorf("got %d %s by %s", w.Code, w.Body, r.Pattern)
			}
		})
	}
}

func TestRoutesRefuse(t *testing.T) {
	tests := []struct {
		method, path string
		want         Problem
		wantAllow    string
	}{
		{"DELETE", "/books", MethodNotAllowed("GET, HEAD, POST"), "GET, HEAD, POST"},
		{"GET", "/books/lend", MethodNotAllowed("POST"), "POST"},
		{"HEAD", "/books/lend", MethodNotAllowed("POST"), "POST"},
		{"POST", "/books/978", MethodNotAllowed("GET, HEAD"), "GET, HEAD"},
		{"GET", "/", NotFound("no such path"), ""},
		{"GET", "/books/", NotFound("no such path"), ""},
		{"GET", "//books", NotFound("no such path"), ""},
		{"GET", "/books%2Flend", NotFound("no such path"), ""},
		{"GET", "/books//pages", NotFound("no such path"), ""},
		{"GET", "/books/978/pages/1", NotFound("no such path"), ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			library().ServeHTTP(w, httptest.NewRequest(test.method, test.path, nil))
			expectProblem(t, w, test.want)
			if allow := w.Header().Get("Allow"); allow != test.wantAllow {
				t.Errorf("Allow: %q", allow)
			}
		})
	}
}
