package provider

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestBreakerLeavesAProviderInTroubleAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries, down := 0, true
		client := clientOf(t, "http://pay", roundTrip(func(*http.Request) (*http.Response, error) {
			tries++
			if down {
				return answer(500, "")
			}
			return answer(200, paid)
		}))
		for range breakerTries {
			_ = client.Pay(t.Context(), due)
		}
		if err := client.Pay(t.Context(), due); client.BreakerState() != "open" || tries != breakerTries || kindOf(err) != "not sent" {
			t.Errorf("%s after %d tries, then %v", client.BreakerState(), tries, err)
		}
		down = false
		time.Sleep(2 * breakerPause)
		for range breakerProbes {
			if err := client.Pay(t.Context(), due); err != nil {
				t.Error(err)
			}
		}
		if client.BreakerState() != "closed" {
			t.Error(client.BreakerState())
		}
	})
}

func TestRefusalsAreNoTrouble(t *testing.T) {
	client := clientOf(t, "http://pay", roundTrip(func(*http.Request) (*http.Response, error) { return answer(400, "") }))
	for range 5 * breakerTries {
		_ = client.Pay(t.Context(), due)
	}
	if client.BreakerState() != "closed" {
		t.Error(client.BreakerState())
	}
}

func TestRetriesAreALimitedShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const calls = 100
		var tries atomic.Int32
		client := clientOf(t, "http://pay", roundTrip(func(*http.Request) (*http.Response, error) {
			tries.Add(1)
			time.Sleep(time.Second)
			return answer(429, "") // no trouble to the breaker
		}))
		var group sync.WaitGroup
		for range calls {
			group.Go(func() { _ = client.Pay(t.Context(), due) })
		}
		group.Wait()
		if retries := tries.Load() - calls; retries == 0 || retries >= calls {
			t.Errorf("%d calls that failed were followed by %d retries; without a limit it is %d", calls, retries, calls*maxRetries)
		}
	})
}

// net/http sends a request with an Idempotency-Key again by itself when a kept connection breaks.
func TestNobodyElseRetries(t *testing.T) {
	var arrived, retries atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := arrived.Add(1); n > 1 && n < 5 {
			panic(http.ErrAbortHandler)
		}
		io.WriteString(w, paid)
	}))
	defer server.Close()
	address, _ := url.Parse(server.URL)
	client := NewClient(address, "", NewTransport(1), func() { retries.Add(1) })
	for range 2 { // the second breaks on the connection that the first has left
		if err := client.Pay(t.Context(), due); err != nil {
			t.Error(err)
		}
	}
	if arrived.Load() != 5 || retries.Load() != 3 {
		t.Errorf("%d tries arrived after %d retries", arrived.Load(), retries.Load())
	}
}
