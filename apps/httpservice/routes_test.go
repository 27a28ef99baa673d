package httpservice

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestRoutes(t *testing.T) {
	routes := Routes{
		"/books": {
			http.MethodGet:  func(w http.ResponseWriter, _ *http.Request) { Answer(w, 200, "list") },
			http.MethodPost: func(w http.ResponseWriter, _ *http.Request) { Answer(w, 201, "added") },
		},
		"/lend": {http.MethodPost: func(w http.ResponseWriter, _ *http.Request) { Answer(w, 200, "lent") }},
	}
	tests := []struct {
		method, path string
		wantStatus   int
		wantBody     string
		wantAllow    string
	}{
		{"GET", "/books", 200, `"list"`, ""},
		{"HEAD", "/books", 200, `"list"`, ""}, // net/http keeps the body of a HEAD answer back
		{"POST", "/books", 201, `"added"`, ""},
		{"GET", "/books?page=2", 200, `"list"`, ""},
		{"DELETE", "/books", 405, `{"error":"method not allowed; allowed: GET, HEAD, POST"}`, "GET, HEAD, POST"},
		{"GET", "/lend", 405, `{"error":"method not allowed; allowed: POST"}`, "POST"},
		{"HEAD", "/lend", 405, `{"error":"method not allowed; allowed: POST"}`, "POST"},
		{"GET", "/", 404, `{"error":"no such path"}`, ""},
		{"GET", "/books/", 404, `{"error":"no such path"}`, ""},
		{"GET", "//books", 404, `{"error":"no such path"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			routes.ServeHTTP(w, httptest.NewRequest(test.method, test.path, nil))
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody+"\n" || w.Header().Get("Allow") != test.wantAllow {
				t.Errorf("got %d %s Allow %q", w.Code, w.Body, w.Header().Get("Allow"))
			}
		})
	}
}
