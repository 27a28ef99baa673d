package httpservice

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAnswerIsJSON(t *testing.T) {
	tests := map[string]struct {
		write      func(http.ResponseWriter)
		wantStatus int
		wantBody   string
	}{
		"answer": {func(w http.ResponseWriter) { Answer(w, 201, map[string]int{"n": 1}) }, 201, `{"n":1}` + "\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			test.write(w)
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			for header, want := range map[string]string{
				"Content-Type":           "application/json",
				"X-Content-Type-Options": "nosniff",
				"Cache-Control":          "no-store",
			} {
				if got := w.Header().Get(header); got != want {
					t.Errorf("%s: got %q, want %q", header, got, want)
				}
			}
		})
	}
}

func TestAnswerThatCannotBeEncodedWritesNothing(t *testing.T) {
	w := httptest.NewRecorder()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
		if w.Body.Len() != 0 || len(w.Header()) != 0 {
			t.Errorf("wrote %v %s", w.Header(), w.Body)
		}
	}()
	Answer(w, http.StatusOK, func() {})
}
