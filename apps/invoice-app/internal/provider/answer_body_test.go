package provider

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// watchedBody tells whether it was closed.
type watchedBody struct {
	io.Reader
	closed bool
}

func (b *watchedBody) Close() error {
	b.closed = true
	return nil
}

func TestAnswerIsClosed(t *testing.T) {
	for name, text := range map[string]string{"paid": paid, "too long": strings.Repeat("x", 1<<20)} {
		t.Run(name, func(t *testing.T) {
			body := &watchedBody{Reader: strings.NewReader(text)}
			_ = clientOf(t, "http://pay:8082", roundTrip(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Body: body, Request: r}, nil
			})).Pay(t.Context(), due)
			if !body.closed {
				t.Error("left open")
			}
		})
	}
}

func TestAnswerAtTheLastMomentCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport := roundTrip(func(*http.Request) (*http.Response, error) {
			time.Sleep(callDeadline + time.Second) // answered all the same
			return answer(200, paid)
		})
		if err := clientOf(t, "http://pay:8082", transport).Pay(t.Context(), due); err != nil {
			t.Errorf("a confirmed payment counts as %v", err)
		}
	})
}
