package httpservice

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPanicIsAnsweredAndLogged(t *testing.T) {
	var log bytes.Buffer
	handler := withRequestID(withRecovery(NewLogger("library", &log), http.HandlerFunc(
		func(http.ResponseWriter, *http.Request) { panic("shelf is empty") })))
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set(RequestIDHeader, "r-1")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)

	expectProblem(t, w, Internal())
	if requestID := decodeProblem(t, w)["requestId"]; requestID != "r-1" || strings.Contains(w.Body.String(), "shelf") {
		t.Errorf("got %s", w.Body)
	}
	line := logLine(t, &log)
	if line["level"] != "ERROR" || line["msg"] != "panic" || line["cause"] != "shelf is empty" || line["request_id"] != "r-1" {
		t.Errorf("logged %v", line)
	}
	if stack, _ := line["stack"].(string); !strings.Contains(stack, "recovery_test.go") {
		t.Errorf("stack does not show where: %s", stack)
	}
}

func TestPanicAfterTheAnswerBeganBreaksItOff(t *testing.T) {
	var log bytes.Buffer
	server := httptest.NewServer(withRecovery(NewLogger("library", &log), http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "half an ans")
			http.NewResponseController(w).Flush()
			panic("lost")
		})))
	defer server.Close()
	response, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the caller took %q for the whole answer", body)
	}
	server.Close()
	if line := logLine(t, &log); line["cause"] != "lost" {
		t.Errorf("logged %v", line)
	}
}

func TestAbortIsPassedOn(t *testing.T) {
	var log bytes.Buffer
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler {
			t.Errorf("recovered %v", cause)
		}
		if log.Len() != 0 {
			t.Errorf("logged %s", &log)
		}
	}()
	withRecovery(NewLogger("library", &log), http.HandlerFunc(
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	)).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
