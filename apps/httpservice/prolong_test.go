package httpservice

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stream takes longer than every time-out, in parts that each take less.
func stream(prolong bool) Routes {
	return Routes{"/books": {http.MethodGet: func(w http.ResponseWriter, r *http.Request) {
		for range 4 {
			if prolong {
				Prolong(w, r)
			}
			time.Sleep(9 * time.Second)
			_, err := io.WriteString(w, strings.Repeat("x", 1<<10))
			if err == nil {
				err = http.NewResponseController(w).Flush()
			}
			if err != nil || r.Context().Err() != nil {
				panic(http.ErrAbortHandler)
			}
		}
	}}}
}

func TestProlong(t *testing.T) {
	for name, prolong := range map[string]bool{"prolonged": true, "not prolonged": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, body, _, err := start(t, 0, stream(prolong)).get("/books")
				if whole := err == nil && len(body) == 4<<10; whole != prolong {
					t.Errorf("got %d bytes, %v", len(body), err)
				}
			})
		})
	}
}

func TestProlongDoesNotSaveACallerThatStopsReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan struct{})
		service := start(t, 0, Routes{"/books": {http.MethodGet: func(w http.ResponseWriter, r *http.Request) {
			defer close(ended)
			for {
				Prolong(w, r)
				if _, err := io.WriteString(w, strings.Repeat("x", 64<<10)); err != nil {
					return
				}
			}
		}}})
		response, err := service.client.Get("http://service/books")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		told := time.Now()
		<-ended
		if took := time.Since(told); took != WriteTimeout {
			t.Errorf("cut off after %s, want %s", took, WriteTimeout)
		}
	})
}

func TestProlongWithoutAConnection(t *testing.T) {
	Prolong(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
