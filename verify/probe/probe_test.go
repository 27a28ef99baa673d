package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// serveProbe starts a server on free ports and returns its TCP and UDP port.
func serveProbe(t *testing.T, name string) (tcp, udp uint16) {
	t.Helper()
	s, err := listen(name, "0", "0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return portOf(t, s.tcp[0].Addr()), portOf(t, s.udp[0].LocalAddr())
}

func portOf(t *testing.T, address net.Addr) uint16 {
	t.Helper()
	_, port, err := net.SplitHostPort(address.String())
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	return uint16(n)
}

// closedPort is a TCP port that nobody listens on.
func closedPort(t *testing.T) uint16 {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return portOf(t, l.Addr())
}

// say accepts one connection, says what it is told to and hangs up.
func say(t *testing.T, words string) uint16 {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		if conn, err := l.Accept(); err == nil {
			_, _ = conn.Read(make([]byte, 512))
			_, _ = conn.Write([]byte(words))
			_ = conn.Close()
		}
	}()
	return portOf(t, l.Addr())
}

func TestAskReportsHowFarItGot(t *testing.T) {
	tcp, udp := serveProbe(t, "open")
	closed := closedPort(t)
	const here = "127.0.0.1"
	answerToQuery := "\x00\x20\x70\x65\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + strings.Repeat("\x00", 20)
	tests := []struct {
		name     string
		question Question
		want     Answer
	}{
		{"http answered", Question{Kind: "http", Host: here, Port: tcp, Path: "/"},
			Answer{Outcome: Answered, Detail: "HTTP/1.0 200 OK", Body: "open"}},
		{"http refused", Question{Kind: "http", Host: here, Port: closed, Path: "/"},
			Answer{Outcome: Refused}},
		{"http, but the server speaks something else", Question{Kind: "http", Host: here, Port: say(t, "220 smtp\r\n"), Path: "/"},
			Answer{Outcome: Connected, Detail: `no HTTP status but "220 smtp\r\n", <nil>`}},
		{"http, but the server hangs up", Question{Kind: "http", Host: here, Port: say(t, ""), Path: "/"},
			Answer{Outcome: Connected, Detail: `no HTTP status but "", EOF`}},
		{"tcp answered", Question{Kind: "tcp", Host: here, Port: tcp}, Answer{Outcome: Answered}},
		{"tcp refused", Question{Kind: "tcp", Host: here, Port: closed}, Answer{Outcome: Refused}},
		{"postgres answered, without TLS", Question{Kind: "postgres", Host: here, Port: say(t, "N")},
			Answer{Outcome: Answered, Detail: "PostgreSQL without TLS"}},
		{"postgres answered, with TLS", Question{Kind: "postgres", Host: here, Port: say(t, "S")},
			Answer{Outcome: Answered, Detail: "PostgreSQL with TLS"}},
		{"postgres, but the server speaks something else", Question{Kind: "postgres", Host: here, Port: say(t, "HTTP/1.0 400")},
			Answer{Outcome: Connected, Detail: `no PostgreSQL server: "H"`}},
		{"postgres, but the server hangs up", Question{Kind: "postgres", Host: here, Port: say(t, "")},
			Answer{Outcome: Connected, Detail: "EOF"}},
		{"postgres refused", Question{Kind: "postgres", Host: here, Port: closed},
			Answer{Outcome: Refused}},
		{"udp answered", Question{Kind: "udp", Host: here, Port: udp}, Answer{Outcome: Answered, Body: "open"}},
		{"udp refused", Question{Kind: "udp", Host: here, Port: closed}, Answer{Outcome: Refused}},
		{"dns over tcp answered", Question{Kind: "dns-tcp", Host: here, Port: say(t, answerToQuery), Name: "a.test"},
			Answer{Outcome: Answered, Detail: "1 records for a.test"}},
		{"dns over tcp cut short", Question{Kind: "dns-tcp", Host: here, Port: say(t, "\x00"), Name: "a.test"},
			Answer{Outcome: Connected, Detail: "unexpected EOF"}},
		{"dns over tcp refused", Question{Kind: "dns-tcp", Host: here, Port: closed, Name: "a.test"},
			Answer{Outcome: Refused}},
		{"dns over udp, but not a resolver", Question{Kind: "dns-udp", Host: here, Port: udp, Name: "a.test"},
			Answer{Outcome: Connected, Detail: "what came back is not a DNS reply"}},
		{"dns over udp refused", Question{Kind: "dns-udp", Host: here, Port: closed, Name: "a.test"},
			Answer{Outcome: Refused}},
		{"dns of no name", Question{Kind: "dns-udp", Host: here, Port: udp, Name: "a..test"},
			Answer{Outcome: Failed, Detail: `"a..test" is not a host name`}},
		{"unknown kind", Question{Kind: "icmp", Host: here, Port: 1},
			Answer{Outcome: Failed, Detail: `unknown kind of question "icmp"`}},
		{"name that does not exist", Question{Kind: "tcp", Host: "nobody.invalid", Port: tcp},
			Answer{Outcome: Unresolved}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ask(t.Context(), test.question)
			if test.want.Detail == "" {
				got.Detail = ""
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestHTTPSendsTheToken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for tokenFile, want := range map[string]string{"": "", file: "Bearer abc"} {
		var got string
		server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") }))
		question := Question{Kind: "http", Host: "127.0.0.1", Port: portOf(t, server.Listener.Addr()), Path: "/", TokenFile: tokenFile}
		answer := ask(t.Context(), question)
		server.Close()
		if answer.Outcome != Answered || got != want {
			t.Errorf("%q: %+v, sent %q", tokenFile, answer, got)
		}
	}
	if got := ask(t.Context(), Question{Kind: "http", Host: "127.0.0.1", TokenFile: file + "s"}); got.Outcome != Failed {
		t.Errorf("without its file: %+v", got)
	}
}

func TestSilenceIsNotRefusal(t *testing.T) {
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	question := Question{Kind: "udp", Host: "127.0.0.1", Port: portOf(t, silent.LocalAddr())}
	if got := ask(ctx, question); got.Outcome != Silent {
		t.Errorf("got %+v, want outcome %q", got, Silent)
	}
}

func TestRunAsk(t *testing.T) {
	tcp, _ := serveProbe(t, "open")
	port := strconv.Itoa(int(tcp))
	questions := `[{"kind":"tcp","host":"127.0.0.1","port":` + port + `},
		{"kind":"http","host":"127.0.0.1","port":` + port + `,"path":"/"}]`
	for _, args := range [][]string{{"ask"}, {"ask", questions}} {
		var out bytes.Buffer
		if err := run(t.Context(), args, strings.NewReader(questions), &out); err != nil {
			t.Fatal(err)
		}
		var answers []Answer
		if err := json.Unmarshal(out.Bytes(), &answers); err != nil {
			t.Fatal(err)
		}
		if len(answers) != 2 || answers[0].Body != "" || answers[1].Body != "open" {
			t.Errorf("%v: got %+v", args, answers)
		}
	}
}

func TestRunRejects(t *testing.T) {
	tests := map[string][]string{
		"usage: probe serve":        {},
		"usage: probe":              {"listen"},
		"not a JSON array":          {"ask", "{}"},
		"usage: probe serve ":       {"serve", "-tcp", "0"},
		`"99999" is not a port`:     {"serve", "-name", "x", "-tcp", "99999"},
		`"-1" is not a port`:        {"serve", "-name", "x", "-udp", "-1"},
		"provided but not defined":  {"serve", "-port", "1"},
		"usage: probe serve -name ": {"ask", "[]", "[]"},
	}
	for want, args := range tests {
		err := run(t.Context(), args, strings.NewReader(""), new(bytes.Buffer))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", args, err, want)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	args := []string{"serve", "-name", "x", "-tcp", "0", "-udp", "0"}
	if err := run(ctx, args, strings.NewReader(""), new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}

func TestListenOpensAllOrNone(t *testing.T) {
	taken, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	s, err := listen("x", "0,"+strconv.Itoa(int(portOf(t, taken.Addr()))), "0")
	var failure *net.OpError
	if s != nil || !errors.As(err, &failure) {
		t.Errorf("got %v, %v", s, err)
	}
}
