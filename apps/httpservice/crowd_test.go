package httpservice

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// shelf is a service on a real port that has two places; GET /books answers longer than a
// connection holds for a caller that does not read.
func shelf(t *testing.T) (address string, figures *metrics.Set) {
	t.Helper()
	long := bytes.Repeat([]byte("x"), 16<<20)
	service := pipeService(0, Routes{
		"/books":      {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(long) }},
		"/books/lend": {http.MethodPost: lend},
		"/books/sort": {http.MethodPost: func(w http.ResponseWriter, _ *http.Request) { Answer(w, http.StatusOK, "sorted") }},
	})
	service.Settings.MaxInFlight = 2
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- service.serve(ctx, listener) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String(), service.Metrics
}

// crowd opens 20 connections, one after the other, that send a request and no more, and read
// nothing; none of them is answered.
func crowd(t *testing.T, address string, figures *metrics.Set, request string) {
	t.Helper()
	for slow := 1; slow <= 20; slow++ {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		send(t, connection, request)
		waited := fmt.Sprintf("http_requests_in_flight %d\n", slow)
		for deadline := time.Now().Add(5 * time.Second); !strings.Contains(text(figures), waited); {
			if time.Now().After(deadline) {
				t.Fatalf("slow caller %d was refused", slow)
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func text(figures *metrics.Set) string {
	var written bytes.Buffer
	figures.WritePrometheus(&written)
	return written.String()
}

func TestSlowCallersTakeNoPlace(t *testing.T) {
	post := func(path string, length int, sent string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: service\r\nContent-Length: %d\r\n\r\n%s", path, length, sent)
	}
	tests := map[string]string{
		"body never begins":    post("/books/lend", 20, ""),
		"body never ends":      post("/books/lend", 20, `{"isbn":`),
		"chunks never end":     "POST /books/lend HTTP/1.1\r\nHost: service\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"isbn\":\r\n",
		"body nobody reads":    post("/books/sort", 20, "{"),
		"body of a GET":        "GET /books HTTP/1.1\r\nHost: service\r\nContent-Length: 20\r\n\r\n{",
		"large body of a GET":  "GET /books HTTP/1.1\r\nHost: service\r\nContent-Length: 200000\r\n\r\n" + strings.Repeat(" ", MaxBodyBytes+1),
		"answer is not read":   "GET /books HTTP/1.1\r\nHost: service\r\n\r\n",
		"asked for to go on":   "POST /books/lend HTTP/1.1\r\nHost: service\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n",
		"wrong kind of a body": "POST /books/lend HTTP/1.1\r\nHost: service\r\nContent-Type: text/plain\r\nContent-Length: 20\r\n\r\n{",
	}
	for name, request := range tests {
		t.Run(name, func(t *testing.T) {
			address, figures := shelf(t)
			crowd(t, address, figures, request)
			for _, path := range []string{"/books/lend", "/books/sort"} {
				response, err := http.Post("http://"+address+path, "application/json", strings.NewReader(`{"isbn":"978"}`))
				if err != nil {
					t.Fatal(err)
				}
				answer, _ := io.ReadAll(response.Body)
				response.Body.Close()
				if response.StatusCode != http.StatusOK {
					t.Errorf("%s beside slow callers: %d %s", path, response.StatusCode, answer)
				}
			}
		})
	}
}
