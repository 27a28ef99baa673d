package httpservice

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestSheddingOverAllRoutesTogether(t *testing.T) {
	entered, finish := make(chan struct{}), make(chan struct{})
	slow := func(w http.ResponseWriter, _ *http.Request) {
		entered <- struct{}{}
		<-finish
		Answer(w, http.StatusOK, "done")
	}
	reached := func(http.ResponseWriter, *http.Request) { t.Error("a shed request was served") }
	routes := Routes{
		"/slow": {http.MethodGet: slow},
		"/fast": {http.MethodPost: reached},
	}.shedding(2)
	ask := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		routes.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}

	ended := make(chan int, 2)
	for range 2 {
		go func() { ended <- ask("GET", "/slow").Code }()
		<-entered
	}
	shed := ask("POST", "/fast")
	expectProblem(t, shed, Overloaded())
	if retryAfter := shed.Header().Get("Retry-After"); retryAfter != "1" {
		t.Errorf("Retry-After: %q", retryAfter)
	}
	if w := ask("GET", "/absent"); w.Code != http.StatusNotFound {
		t.Errorf("absent path: %d", w.Code)
	}

	close(finish)
	if first, second := <-ended, <-ended; first != 200 || second != 200 {
		t.Errorf("the requests under way got %d and %d", first, second)
	}
	go func() { <-entered }()
	if w := ask("GET", "/slow"); w.Code != http.StatusOK {
		t.Errorf("after they ended: %d", w.Code)
	}
}

func TestSheddingFreesThePlaceOfAPanic(t *testing.T) {
	routes := Routes{"/": {http.MethodGet: func(http.ResponseWriter, *http.Request) { panic("lost") }}}.shedding(1)
	handler := withRecovery(NewLogger("library", t.Output()), routes)
	for range 2 {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		expectProblem(t, w, Internal())
	}
}
