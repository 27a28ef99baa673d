package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// serveWatching starts a server that dials what the flag names, and returns its TCP port.
func serveWatching(t *testing.T, watched string) uint16 {
	t.Helper()
	f, err := parseFromStart(watched)
	if err != nil {
		t.Fatal(err)
	}
	s, err := listen("watcher", "0", "")
	if err != nil {
		t.Fatal(err)
	}
	s.fromStart = f
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.serve(ctx) }()
	go f.watch(ctx)
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return portOf(t, s.tcp[0].Addr())
}

func untilReached(t *testing.T, question func() Answer) {
	t.Helper()
	var last Answer
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if last = question(); last.Outcome == Answered {
			return
		}
	}
	t.Fatalf("never reached; last answer %+v", last)
}

func TestAskFromStart(t *testing.T) {
	open, _ := serveProbe(t, "open")
	watched := fmt.Sprintf("open=127.0.0.1:%d,closed=127.0.0.1:%d", open, closedPort(t))
	port := serveWatching(t, watched)
	about := func(name string) Answer {
		return ask(t.Context(), Question{Kind: "from-start", Host: "127.0.0.1", Port: port, Name: name})
	}
	untilReached(t, func() Answer { return about("open") })
	if got := about("open"); !strings.HasPrefix(got.Detail, fmt.Sprintf("reached 127.0.0.1:%d after ", open)) {
		t.Errorf("got %+v", got)
	}
	if got := about("closed"); got.Outcome != Silent {
		t.Errorf("got %+v, want %q", got, Silent)
	}
	if got := about("other"); got.Outcome != Failed {
		t.Errorf("what nobody dials proves nothing: got %+v, want %q", got, Failed)
	}
}

func TestReachedOnceIsReachedForEver(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := serveWatching(t, "it="+l.Addr().String())
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	_ = l.Close()
	question := Question{Kind: "from-start", Host: "127.0.0.1", Port: port, Name: "it"}
	untilReached(t, func() Answer { return ask(t.Context(), question) })
}

func TestFromStartRejects(t *testing.T) {
	for _, text := range []string{"127.0.0.1:1", "=127.0.0.1:1", "it=127.0.0.1"} {
		args := []string{"serve", "-name", "x", "-tcp", "0", "-from-start", text}
		err := run(t.Context(), args, strings.NewReader(""), new(bytes.Buffer))
		if want := fmt.Sprintf("%q is not NAME=HOST:PORT", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
