package main

import (
	"strings"
	"testing"
)

func TestDNSQuery(t *testing.T) {
	got, err := dnsQuery("a.test.")
	want := "\x70\x65\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + "\x01a\x04test\x00" + "\x00\x01\x00\x01"
	if err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if _, err := dnsQuery(strings.Repeat("a", 64) + ".test"); err == nil {
		t.Error("a label of 64 bytes was taken")
	}
}

func FuzzReadReply(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x70\x65\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"))
	f.Add([]byte("\x70\x65\x81\x83\x00\x01\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, reply []byte) {
		got := readReply(reply, "a.test")
		if got.Outcome == Answered && (len(reply) < headerLength || reply[3]&0x0f != 0) {
			t.Errorf("%x counts as an answer: %+v", reply, got)
		}
	})
}
