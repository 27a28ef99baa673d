package httpservice

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCrossOriginRequests(t *testing.T) {
	const fetchSite, origin = "Sec-Fetch-Site", "Origin"
	tests := map[string]struct {
		method  string
		headers map[string]string
		refused bool
	}{
		"no browser":                     {"POST", nil, false},
		"page of another site":           {"POST", map[string]string{fetchSite: "cross-site", origin: "https://evil.example"}, true},
		"page of another site, no more":  {"POST", map[string]string{fetchSite: "cross-site"}, true},
		"other port of the host":         {"POST", map[string]string{fetchSite: "same-site", origin: "http://library:8080"}, true},
		"own page":                       {"POST", map[string]string{fetchSite: "same-origin", origin: "http://library"}, false},
		"typed by a person":              {"POST", map[string]string{fetchSite: "none"}, false},
		"a word that nobody knows":       {"POST", map[string]string{fetchSite: "friend"}, true},
		"old browser, another origin":    {"POST", map[string]string{origin: "https://evil.example"}, true},
		"old browser, another port":      {"POST", map[string]string{origin: "http://library:8080"}, true},
		"old browser, own page":          {"POST", map[string]string{origin: "http://library"}, false},
		"file or sandboxed page":         {"POST", map[string]string{origin: "null"}, true},
		"DELETE from another site":       {"DELETE", map[string]string{fetchSite: "cross-site"}, true},
		"other method from another site": {"LEND", map[string]string{fetchSite: "cross-site"}, true},
		"GET from another site":          {"GET", map[string]string{fetchSite: "cross-site", origin: "https://evil.example"}, false},
		"HEAD from another site":         {"HEAD", map[string]string{fetchSite: "cross-site", origin: "https://evil.example"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			served := false
			serve := func(http.ResponseWriter, *http.Request) { served = true }
			service := pipeService(0, Routes{"/books": {"POST": serve, "GET": serve, "DELETE": serve, "LEND": serve}})
			tracing := openTracing("library", "", service.Logger)
			w, r := httptest.NewRecorder(), httptest.NewRequest(test.method, "http://library/books", nil)
			for name, value := range test.headers {
				r.Header.Set(name, value)
			}
			service.handler(&health{}, tracing).ServeHTTP(w, r)
			if served == test.refused {
				t.Errorf("served: %t, %d", served, w.Code)
			}
			if test.refused {
				expectProblem(t, w, CrossOrigin())
				expectFigures(t, service.Metrics, `http_requests_total{route="/books",method="`+knownMethod(test.method)+`",status="403"} 1`)
			}
		})
	}
}
