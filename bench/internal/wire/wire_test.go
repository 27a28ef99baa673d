package wire

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const latency = 20 * time.Millisecond

func TestStopwatchSeesEachAnswerAndTheLatencyBehindIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		// In two pieces: only the first ends the question.
		_, _ = w.Write([]byte(strings.Repeat("a", 10_000)))
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write([]byte("b"))
	}))
	defer server.Close()
	slow, err := StartLatency(server.Listener.Addr().String(), latency)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	watch, err := StartStopwatch(slow.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Close()

	var callers sync.WaitGroup
	for range 3 {
		callers.Go(func() {
			client := http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for range 4 {
				answer, err := client.Post("http://"+watch.Address(), "text/plain", strings.NewReader("question"))
				if err != nil {
					t.Error(err)
					return
				}
				_ = answer.Body.Close()
			}
		})
	}
	callers.Wait()

	if got := watch.Count(); got != 12 {
		t.Errorf("saw %d answers; expected 12", got)
	}
	if got := watch.Quantile(0); got < latency {
		t.Errorf("the fastest answer took %s; expected at least the latency of %s", got, latency)
	}
}

func TestQuantile(t *testing.T) {
	watch := &Stopwatch{}
	if got := watch.Quantile(0.5); got != 0 {
		t.Errorf("without an answer: %s", got)
	}
	for n := 100; n >= 1; n-- {
		watch.note(time.Duration(n))
	}
	for share, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := watch.Quantile(share); got != want {
			t.Errorf("Quantile(%v) = %d; expected %d", share, got, want)
		}
	}
}
