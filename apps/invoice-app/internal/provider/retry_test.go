package provider

import (
	"context"
	"errors"
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

func TestEveryTryHasTheSameKeyAndBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := map[string]int{}
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			sent[r.Header.Get("Idempotency-Key")+" "+string(body)]++
			if len(sent) == 1 && sent["I1 "+string(body)] < 3 {
				return nil, errors.New("reset")
			}
			return answer(200, paid)
		})
		retries := 0
		client := NewClient(&url.URL{Scheme: "http", Host: "pay"}, transport, func() { retries++ })
		if err := client.Pay(t.Context(), due); err != nil || retries != 2 {
			t.Errorf("got %v after %d retries", err, retries)
		}
		if len(sent) != 1 {
			t.Errorf("sent %v", sent)
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		header    []string
		wantWait  time.Duration
		wantTries int
	}{
		"seconds":             {[]string{"Retry-After", "3"}, 3 * time.Second, 2},
		"date":                {[]string{"Date", date.Format(http.TimeFormat), "Retry-After", date.Add(2 * time.Second).Format(http.TimeFormat)}, 2 * time.Second, 2},
		"date gone":           {[]string{"Date", date.Format(http.TimeFormat), "Retry-After", date.Add(-time.Hour).Format(http.TimeFormat)}, 0, 2},
		"nonsense":            {[]string{"Retry-After", "soon"}, 0, 2},
		"negative":            {[]string{"Retry-After", "-3"}, 0, 2},
		"longer than we have": {[]string{"Retry-After", "60"}, 0, 1},
		"longer than for all": {[]string{"Retry-After", "999999999"}, 0, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, tries := time.Now(), 0
				transport := roundTrip(func(*http.Request) (*http.Response, error) {
					if tries++; tries == 1 {
						return answer(503, "", test.header...)
					}
					return answer(200, paid)
				})
				_ = clientOf(t, "http://pay", transport).Pay(t.Context(), due)
				if took := time.Since(start); took < test.wantWait || took > test.wantWait+firstPause || tries != test.wantTries {
					t.Errorf("%d tries took %s", tries, took)
				}
			})
		})
	}
}

func TestPauseIsExponentialWithFullJitter(t *testing.T) {
	longest := make([]time.Duration, maxRetries+3)
	for tries := 1; tries < len(longest); tries++ {
		least := time.Hour
		for range 2000 {
			wait := pause(tries, nil)
			longest[tries], least = max(longest[tries], wait), min(least, wait)
		}
		limit := min(longestPause, firstPause<<(tries-1))
		if longest[tries] > limit || longest[tries] < limit*9/10 || least > limit/10 {
			t.Errorf("after try %d it waits from %s to %s, limit %s", tries, least, longest[tries], limit)
		}
	}
}

func TestDeadlines(t *testing.T) {
	for name, silent := range map[string]roundTrip{
		"no answer": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"answer without end": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: slowBody{r.Context()}, Request: r}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tries []time.Time
				transport := roundTrip(func(r *http.Request) (*http.Response, error) {
					tries = append(tries, time.Now())
					return silent(r)
				})
				start := time.Now()
				err := clientOf(t, "http://pay:8082", transport).Pay(t.Context(), due)
				if kindOf(err) != "in doubt" || err.Error() != "payment-provider did not answer in time" {
					t.Errorf("got %v", err)
				}
				if took := time.Since(start); took != callDeadline {
					t.Errorf("took %s", took)
				}
				if len(tries) < 2 || tries[1].Sub(tries[0]) < tryDeadline || tries[1].Sub(tries[0]) > tryDeadline+firstPause {
					t.Errorf("tried at %v", tries)
				}
			})
		})
	}
}

// slowBody never comes to its end.
type slowBody struct{ ctx context.Context }

func (b slowBody) Read([]byte) (int, error) {
	<-b.ctx.Done()
	return 0, b.ctx.Err()
}

func (slowBody) Close() error { return nil }

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
	client := NewClient(address, NewTransport(1), func() { retries.Add(1) })
	for range 2 { // the second breaks on the connection that the first has left
		if err := client.Pay(t.Context(), due); err != nil {
			t.Error(err)
		}
	}
	if arrived.Load() != 5 || retries.Load() != 3 {
		t.Errorf("%d tries arrived after %d retries", arrived.Load(), retries.Load())
	}
}
