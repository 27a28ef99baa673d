package main

import (
	"bytes"
	"encoding/json"
	"net"
	"testing"
	"time"
)

func TestEarlyTellsHowFarTheFurthestTryGot(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := portOf(t, l.Addr())
	_ = l.Close()
	open, _ := serveProbe(t, "open")
	late := Question{Kind: "tcp", Host: "127.0.0.1", Port: port}
	shut := Question{Kind: "tcp", Host: "127.0.0.1", Port: closedPort(t)}
	always := Question{Kind: "http", Host: "127.0.0.1", Port: open, Path: "/"}

	// Open for a moment only, and not the first.
	time.AfterFunc(100*time.Millisecond, func() {
		if l, err := net.Listen("tcp", l.Addr().String()); err == nil {
			time.AfterFunc(200*time.Millisecond, func() { _ = l.Close() })
		}
	})
	answers := early(t.Context(), []Question{late, shut, always}, 600*time.Millisecond)

	for q, want := range map[Question]Outcome{late: Answered, shut: Refused, always: Answered} {
		if got := answers[q].Outcome; got != want {
			t.Errorf("%+v: %s, want %s", q, got, want)
		}
	}
}

func TestEarlyAnswersAreReadInThePod(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	asked := Question{Kind: "tcp", Host: "10.0.0.1", Port: 443}
	answers := make(chan map[Question]Answer, 1)
	go tellEarly(l, answers)
	time.AfterFunc(50*time.Millisecond, func() { answers <- map[Question]Answer{asked: {Outcome: Silent, Detail: "timeout"}} })

	questions, err := json.Marshal([]Question{{Kind: "tcp", Host: "10.0.0.2", Port: 443}, asked})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := runEarly(t.Context(), l.Addr().String(), string(questions), &out); err != nil {
		t.Fatal(err)
	}
	const want = `[{"outcome":"failed","detail":"not asked early"},{"outcome":"silent","detail":"timeout"}]` + "\n"
	if out.String() != want {
		t.Errorf("told %s, want %s", out.String(), want)
	}
}
