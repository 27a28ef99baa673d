package httpservice

import (
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

// expectProblem holds an answer to a problem and to RFC 9457.
func expectProblem(t *testing.T, w *httptest.ResponseRecorder, want Problem) {
	t.Helper()
	if contentType := w.Header().Get("Content-Type"); w.Code != want.Status || contentType != "application/problem+json" {
		t.Errorf("got %d %s, want %d", w.Code, contentType, want.Status)
	}
	got := decodeProblem(t, w)
	for member, value := range map[string]any{
		"type": "urn:sre-challenge:problem:" + want.Type, "title": want.Title,
		"status": float64(want.Status), "detail": want.Detail,
	} {
		if got[member] != value {
			t.Errorf("%s: got %v, want %v", member, got[member], value)
		}
	}
	if field, _ := got["field"].(string); field != want.Field {
		t.Errorf("field: got %q, want %q", field, want.Field)
	}
}

func decodeProblem(t *testing.T, w *httptest.ResponseRecorder) (members map[string]any) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &members); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return members
}

func TestRefuse(t *testing.T) {
	tests := map[string]struct {
		problem        Problem
		wantBody       string
		wantRetryAfter string
	}{
		"plain": {
			Problem{Status: 409, Type: "on-loan", Title: "On loan", Detail: "come back"},
			`{"type":"urn:sre-challenge:problem:on-loan","title":"On loan","status":409,"detail":"come back"}`, "",
		},
		"with field": {
			InvalidField("isbn", "must have 13 digits"),
			`{"type":"urn:sre-challenge:problem:invalid-field","title":"Invalid field","status":400,"detail":"must have 13 digits","field":"isbn"}`, "",
		},
		"with retry, rounded up": {
			Problem{Status: 503, Type: "closed", Title: "Closed", Detail: "wait", RetryAfter: 1100 * time.Millisecond},
			`{"type":"urn:sre-challenge:problem:closed","title":"Closed","status":503,"detail":"wait"}`, "2",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			Refuse(w, httptest.NewRequest("GET", "/", nil), test.problem)
			if w.Code != test.problem.Status || w.Body.String() != test.wantBody+"\n" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			for header, want := range map[string]string{
				"Content-Type":           "application/problem+json",
				"X-Content-Type-Options": "nosniff",
				"Cache-Control":          "no-store",
				"Retry-After":            test.wantRetryAfter,
			} {
				if got := w.Header().Get(header); got != want {
					t.Errorf("%s: got %q, want %q", header, got, want)
				}
			}
		})
	}
}

func TestStandardProblemsAreToldApart(t *testing.T) {
	problems := []Problem{
		NotFound("d"), CrossOrigin(), MethodNotAllowed("GET"), RequestTimeout(), BodyTooLarge(1), UnsupportedMediaType(),
		MalformedJSON("d"), InvalidField("f", "d"), Overloaded(), DatabaseUnavailable(), Internal(),
	}
	names := map[string]bool{}
	for _, problem := range problems {
		names[problem.Type] = true
		if problem.Status < 400 || problem.Title == "" || problem.Detail == "" || problem.Type != strings.ToLower(problem.Type) {
			t.Errorf("incomplete: %+v", problem)
		}
		if retries := problem.Status == 503; retries != (problem.RetryAfter > 0) {
			t.Errorf("%s: Retry-After %s", problem.Type, problem.RetryAfter)
		}
	}
	if len(names) != len(problems) {
		t.Errorf("%d names for %d problems", len(names), len(problems))
	}
}

func TestProblemIsTheSameJSONInsideAnAnswer(t *testing.T) {
	encoded, err := json.Marshal([]Problem{InvalidField("isbn", "too short")})
	var members []map[string]any
	if err == nil {
		err = json.Unmarshal(encoded, &members)
	}
	want := map[string]any{"type": "urn:sre-challenge:problem:invalid-field", "title": "Invalid field",
		"status": 400.0, "detail": "too short", "field": "isbn"}
	if err != nil || len(members) != 1 || !reflect.DeepEqual(members[0], want) {
		t.Errorf("got %s %v", encoded, err)
	}
}
