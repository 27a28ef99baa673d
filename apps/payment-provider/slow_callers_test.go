package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

// begin sends a payment but for the end of its body, and returns once the service waits for that.
func (s *app) begin(t *testing.T, body string) net.Conn {
	t.Helper()
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slow.Close() })
	_, err = fmt.Fprintf(slow, "POST /payments/pay HTTP/1.1\r\nHost: service\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n%s",
		len(body), body[:len(body)-1])
	if err != nil {
		t.Fatal(err)
	}
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
	answered := make([]byte, len(goOn))
	if _, err := io.ReadFull(slow, answered); err != nil || string(answered) != goOn {
		t.Fatalf("a slow caller got %q, %v", answered, err)
	}
	return slow
}

func TestSlowPaymentsKeepNobodyFromPaying(t *testing.T) {
	team := migrated(t)
	s := start(t, team.Variables(databasetest.Service), map[string]string{"MAX_IN_FLIGHT": "1"})
	var slow []net.Conn
	for i := range 3 {
		slow = append(slow, s.begin(t, fmt.Sprintf(`{"id":"S%d","value":1,"currency":"EUR"}`, i)))
	}
	if got := s.pay(t, onePayment); got.StatusCode != http.StatusOK {
		t.Errorf("beside slow callers: %d %s", got.StatusCode, got.body)
	}
	for _, late := range slow {
		if _, err := io.WriteString(late, "}"); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(late), nil)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("late, but whole: %v, %v", response, err)
		}
	}
	if rows := countPayments(t, team); rows != 4 {
		t.Errorf("%d payments are stored", rows)
	}
}
