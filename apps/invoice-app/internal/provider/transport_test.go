package provider

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestConnectionIsUsedAgain(t *testing.T) {
	for _, status := range []int{200, 400, 500} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			callers := map[string]bool{}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				callers[r.RemoteAddr] = true
				w.WriteHeader(status)
				io.WriteString(w, `{"id":"I1"}`)
			}))
			defer server.Close()
			client := clientOf(t, server.URL, NewTransport(1))
			for range 5 {
				_ = client.Pay(t.Context(), due)
			}
			server.Close()
			if len(callers) != 1 {
				t.Errorf("5 calls used %d connections", len(callers))
			}
		})
	}
}

func TestEachCallAtOnceKeepsItsConnection(t *testing.T) {
	const callsAtOnce = 4
	callers := make(chan string, 2*callsAtOnce)
	var arrived sync.WaitGroup
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		callers <- r.RemoteAddr
		arrived.Done()
		arrived.Wait()
		io.WriteString(w, `{"id":"I1"}`)
	}))
	defer server.Close()
	client := clientOf(t, server.URL, NewTransport(callsAtOnce))
	for range 2 {
		arrived.Add(callsAtOnce)
		var calls sync.WaitGroup
		for range callsAtOnce {
			calls.Go(func() {
				if err := client.Pay(t.Context(), due); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
	}
	close(callers)
	connections := map[string]bool{}
	for caller := range callers {
		connections[caller] = true
	}
	if len(connections) != callsAtOnce {
		t.Errorf("2 times %d calls used %d connections", callsAtOnce, len(connections))
	}
}

func TestPaymentSurvivesAConnectionThatTheProviderClosed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for answers := 1; ; answers = 5 { // the first connection is closed on its second request
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			serveOnly(connection, answers)
		}
	}()
	client := clientOf(t, "http://"+listener.Addr().String(), NewTransport(1))
	for range 2 {
		if err := client.Pay(t.Context(), due); err != nil {
			t.Errorf("got %v (cause %v)", err, errors.Unwrap(err))
		}
	}
	client.http.CloseIdleConnections()
}

// serveOnly confirms as many payments on a connection as told, takes one more request, and closes
// without a word, as a server on its way down may do.
func serveOnly(connection net.Conn, answers int) {
	defer connection.Close()
	requests := bufio.NewReader(connection)
	for {
		request, err := http.ReadRequest(requests)
		if err != nil {
			return
		}
		io.Copy(io.Discard, request.Body)
		if answers == 0 {
			return
		}
		answers--
		io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"id\":\"I1\"}")
	}
}
