package httpservice

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"unicode/utf8"
)

func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{
		`{"isbn":"978","days":14,"notes":[{"a":[]}]}`, `{"a":1,"A":1}`, `{"\u0061":"\ud83d\ude00"}`,
		`{"a":"\ud800"}`, `{"a":"\\`, ``, ` `, `null`, `{}{}`, `{"a":1e999}`, "{\"\xff\":1}", nested(20),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var read loan
		problem := parseJSON(body, &read)
		if problem != nil {
			if problem.Status != http.StatusBadRequest || !utf8.ValidString(problem.Detail) || len(problem.Detail) > 300 {
				t.Errorf("refused by %+v", problem)
			}
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(body, &members); err != nil || members == nil {
			t.Fatalf("took what is no JSON object: %v", err)
		}
		for name, value := range members {
			var isbn string
			if err := json.Unmarshal(value, &isbn); foldCase(name) == "ISBN" && (err != nil || isbn != read.ISBN) {
				t.Errorf("read %q of %s", read.ISBN, value)
			}
		}
	})
}

func FuzzRequestID(f *testing.F) {
	for _, seed := range []string{"abc-123", "", "a\nb", "ä", `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		var seen string
		handler := withRequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = RequestID(r.Context()) }))
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set(RequestIDHeader, sent)
		handler.ServeHTTP(httptest.NewRecorder(), r)
		if len(seen) < 1 || len(seen) > 64 {
			t.Errorf("%d characters", len(seen))
		}
		for _, c := range []byte(seen) {
			if c <= ' ' || c > '~' || c == '"' || c == '\\' {
				t.Errorf("%q of %q", c, seen)
			}
		}
	})
}

func FuzzRoutes(f *testing.F) {
	for _, seed := range []string{"/books", "/books/1", "/books/%2F", "/books//pages", "/%zz", "", "/books/{isbn}"} {
		f.Add("GET", seed)
	}
	f.Fuzz(func(t *testing.T, method, path string) {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		r.Method, r.URL.Path = method, path
		library().ServeHTTP(w, r)
		if _, known := library()[r.Pattern]; !known && w.Code != http.StatusNotFound {
			t.Errorf("%d by %q", w.Code, r.Pattern)
		}
		if r.Pattern == "/books/{isbn}" && r.PathValue("isbn") == "" {
			t.Error("an empty segment matched")
		}
	})
}
