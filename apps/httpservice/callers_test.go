package httpservice

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/VictoriaMetrics/metrics"
)

// served makes connections to routes with two places and room for two callers who are waited for.
func served(t *testing.T, routes Routes) (dial func() net.Conn, figures *metrics.Set) {
	t.Helper()
	figures = metrics.NewSet()
	return dialer(t, server(routes.shedding(2), newCallers(2, figures), NewLogger("library", io.Discard))), figures
}

func expectAnswer(t *testing.T, connection net.Conn, want int) {
	t.Helper()
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != want {
		t.Errorf("got %d, %v", response.StatusCode, err)
	}
}

const quick = "GET /quick HTTP/1.1\r\nHost: service\r\n\r\n"

func TestWhoIsWaitedForLongestMakesRoom(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 16<<20)
	routes := Routes{
		"/quick": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { Answer(w, http.StatusOK, "") }},
		"/lend":  {http.MethodPost: func(http.ResponseWriter, *http.Request) {}},
		"/long":  {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(long) }},
	}
	tests := map[string]func(t *testing.T, slow net.Conn){
		"sends nothing": func(*testing.T, net.Conn) {},
		"slow header":   func(t *testing.T, slow net.Conn) { send(t, slow, "GET /quick HTTP/1.1\r\nHost: ") },
		"slow body": func(t *testing.T, slow net.Conn) {
			send(t, slow, "POST /lend HTTP/1.1\r\nHost: service\r\nContent-Length: 100\r\n\r\n{")
		},
		"after an answer": func(t *testing.T, slow net.Conn) {
			send(t, slow, quick)
			expectAnswer(t, slow, http.StatusOK)
		},
		"reads no further": func(t *testing.T, slow net.Conn) {
			send(t, slow, "GET /long HTTP/1.1\r\nHost: service\r\n\r\n")
			_, _ = io.CopyN(io.Discard, slow, 1)
		},
	}
	for name, wait := range tests {
		t.Run(name, func(t *testing.T) {
			dial, figures := served(t, routes)
			slow := dial()
			wait(t, slow)
			for range 4 {
				other := dial()
				send(t, other, quick)
				expectAnswer(t, other, http.StatusOK)
			}
			if _, err := io.Copy(io.Discard, slow); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("it was not dropped")
			}
			// Five connections, of which two are left.
			if !strings.Contains(text(figures), "http_connections_dropped_total 3\n") {
				t.Error(text(figures))
			}
		})
	}
}

func TestWhoIsServedIsNeverDropped(t *testing.T) {
	begun, finish := make(chan struct{}), make(chan struct{})
	dial, figures := served(t, Routes{
		"/quick": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { Answer(w, http.StatusOK, "") }},
		"/work": {http.MethodPost: func(w http.ResponseWriter, _ *http.Request) {
			close(begun)
			<-finish
			Answer(w, http.StatusOK, "")
		}},
	})
	patient := dial()
	send(t, patient, "POST /work HTTP/1.1\r\nHost: service\r\nContent-Length: 2\r\n\r\n{}")
	<-begun
	for range 4 {
		other := dial()
		send(t, other, quick)
		expectAnswer(t, other, http.StatusOK)
	}
	close(finish)
	expectAnswer(t, patient, http.StatusOK)
	if !strings.Contains(text(figures), "http_connections_dropped_total 3\n") {
		t.Error(text(figures))
	}
}

// What is held at work refuses more work, and closes nobody who is waited for: a probe gets through.
func TestRequestsAtWorkLeaveRoomForOthers(t *testing.T) {
	figures := metrics.NewSet()
	callers := newCallers(maxAwaited, figures)
	connect := func() net.Conn {
		connection, _ := net.Pipe()
		callers.follow(connection, http.StateNew)
		return connection
	}
	atWork := []net.Conn{}
	for {
		connection := connect()
		callers.took(connection, 1<<20)
		if !callers.haveRoomFor(connection) {
			callers.forget(connection)
			break
		}
		callers.serve(connection)
		callers.took(connection, 1<<20)
		atWork = append(atWork, connection)
	}
	if len(atWork) != maxReceived/2/maxWeight {
		t.Errorf("%d requests are at work", len(atWork))
	}
	probe := connect()
	callers.took(probe, 200)
	expectFigures(t, figures, "http_connections_dropped_total 0")
	for _, connection := range append(atWork, probe) {
		callers.follow(connection, http.StateIdle)
		callers.forget(connection)
	}
	if callers.awaitedWeight != 0 || callers.workWeight != 0 || len(callers.known)+callers.awaited.Len() != 0 {
		t.Errorf("it remembers %+v", callers)
	}
}

func TestHeadersThatAreWaitedForMakeRoomForEachOther(t *testing.T) {
	figures := metrics.NewSet()
	callers := newCallers(maxAwaited, figures)
	connections := []net.Conn{}
	for range maxReceived/2/maxWeight + 1 {
		connection, _ := net.Pipe()
		callers.follow(connection, http.StateNew)
		callers.took(connection, maxWeight)
		connections = append(connections, connection)
	}
	expectFigures(t, figures, "http_connections_dropped_total 1")
	if _, err := connections[0].Write(nil); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the one that was waited for longest is not closed: %v", err)
	}
	for _, connection := range connections {
		callers.forget(connection)
	}
	if callers.awaitedWeight != 0 || callers.workWeight != 0 {
		t.Errorf("it remembers %+v", callers)
	}
}
