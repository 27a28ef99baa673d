package provider

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
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
		client := NewClient(&url.URL{Scheme: "http", Host: "pay"}, "", transport, func() { retries++ })
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
