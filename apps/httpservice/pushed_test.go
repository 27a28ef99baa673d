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
)

// pushed is a service on a real port for callers who send the most they can.
type pushed struct {
	address   string
	service   Service
	log       *bytes.Buffer
	collector *collector
	// stop returns when the service has ended and has exported its spans.
	stop func()
}

func startPushed(t *testing.T) *pushed {
	t.Helper()
	p := &pushed{log: &bytes.Buffer{}, collector: startCollector(t)}
	p.service = pipeService(0, Routes{
		"/books":        {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { Answer(w, http.StatusOK, "") }, http.MethodPost: lend},
		"/books/{isbn}": {http.MethodGet: func(w http.ResponseWriter, r *http.Request) { panic(r.PathValue("isbn")) }},
	})
	p.service.Logger, p.service.Settings.TracesEndpoint = NewLogger("library", p.log), p.collector.URL
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.service.serve(ctx, listener) }()
	p.stop = func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		ended <- nil
	}
	t.Cleanup(p.stop)
	return p
}

// send sends a request on a connection of its own and returns its answer, all of it.
func (p *pushed) send(t *testing.T, method, target, headers string) string {
	t.Helper()
	connection, err := net.Dial("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, _ = fmt.Fprintf(connection, "%s %s HTTP/1.1\r\nHost: s\r\nConnection: close\r\n%s\r\n", method, target, headers)
	answer, _ := io.ReadAll(connection)
	return string(answer)
}

// manyHeaders are as many names as the longest header may have: each takes far more memory than bytes.
func manyHeaders() string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	var header strings.Builder
	header.WriteString("POST /books HTTP/1.1\r\nHost: s\r\n")
	for at := 0; header.Len() < maxHeaderBytes+4<<10-100; at++ {
		fmt.Fprintf(&header, "%c%c%c:\r\n", letters[at%26], letters[at/26%26], letters[at/26/26])
	}
	return header.String()
}

// hold opens connections that send a part of a request and stay.
func (p *pushed) hold(t *testing.T, connections int, part string) {
	t.Helper()
	for range connections {
		connection, err := net.Dial("tcp", p.address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		_, _ = io.WriteString(connection, part)
	}
}

// flood sends n requests, one after the other, and reads their answers.
func (p *pushed) flood(t *testing.T, n int, request string) {
	t.Helper()
	connection, err := net.Dial("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for range n {
			_, _ = io.WriteString(connection, request)
		}
		_ = connection.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(io.Discard, connection)
	connection.Close()
}
