package httpservice

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// connect makes a real connection to a server with short time-outs for reading.
func connect(t *testing.T, routes Routes) net.Conn {
	t.Helper()
	server := server(routes, newCallers(maxAwaited, metrics.NewSet()), NewLogger("library", io.Discard))
	server.ReadHeaderTimeout, server.ReadTimeout = 50*time.Millisecond, 50*time.Millisecond
	return dialer(t, server)()
}

// dialer has the server listen until the test ends, and makes connections to it.
func dialer(t *testing.T, server *http.Server) (dial func() net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return func() net.Conn {
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		_ = connection.SetDeadline(time.Now().Add(4 * time.Second))
		return connection
	}
}

// lend reads a loan and answers it.
func lend(w http.ResponseWriter, r *http.Request) {
	var read loan
	if problem := ReadJSON(r, &read); problem != nil {
		Refuse(w, r, *problem)
		return
	}
	Answer(w, http.StatusOK, read)
}

func send(t *testing.T, connection net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(connection, text); err != nil {
		t.Fatal(err)
	}
}

func TestSlowHeaderIsCutOff(t *testing.T) {
	connection := connect(t, Routes{})
	send(t, connection, "POST / HTTP/1.1\r\nHost: ")
	if answer, err := io.ReadAll(connection); err != nil || len(answer) > 0 {
		t.Errorf("got %q %v", answer, err)
	}
}

func TestSlowBodyIsCutOff(t *testing.T) {
	connection := connect(t, Routes{"/": {http.MethodPost: lend}})
	send(t, connection, "POST / HTTP/1.1\r\nHost: service\r\nContent-Length: 100\r\n\r\n{\"isbn\":")
	reader := bufio.NewReader(connection)
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusRequestTimeout || !response.Close || !strings.Contains(string(body), "request-timeout") {
		t.Errorf("got %d closes %t %s", response.StatusCode, response.Close, body)
	}
	if rest, err := io.ReadAll(reader); err != nil || len(rest) > 0 {
		t.Errorf("the connection is still open: %q %v", rest, err)
	}
}
