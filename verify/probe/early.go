package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	// earlyFor is how long a pod asks from its first moment on: policies reach a new pod sooner.
	earlyFor = 3 * time.Second
	// earlyPause lies between two tries; the DNS server takes a bounded number of packets from a pod.
	earlyPause = 50 * time.Millisecond
	// earlyAddress tells how far the early questions got, to `probe early` in the same pod.
	earlyAddress = "127.0.0.1:8099"
)

// furthest orders outcomes: that of several tries is the one that got furthest.
var furthest = map[Outcome]int{Failed: 0, Unresolved: 1, Silent: 2, Refused: 2, Connected: 3, Answered: 4}

// early asks each question again and again for a while, and answers how far the furthest try got.
func early(ctx context.Context, questions []Question, lasts time.Duration) map[Question]Answer {
	var mutex sync.Mutex
	answers := map[Question]Answer{}
	var asked sync.WaitGroup
	for end := time.Now().Add(lasts); ; time.Sleep(earlyPause) {
		for _, q := range questions {
			asked.Go(func() {
				answer := ask(ctx, q)
				mutex.Lock()
				defer mutex.Unlock()
				if before, ok := answers[q]; !ok || furthest[answer.Outcome] > furthest[before.Outcome] {
					answers[q] = answer
				}
			})
		}
		if time.Now().After(end) || ctx.Err() != nil {
			asked.Wait()
			return answers
		}
	}
}

// startEarly begins to ask, and tells what became of it until ctx ends.
func startEarly(ctx context.Context, list string) error {
	questions, err := readQuestions(strings.NewReader(list))
	if err != nil {
		return err
	}
	answers := make(chan map[Question]Answer, 1)
	go func() { answers <- early(ctx, questions, earlyFor) }()
	l, err := net.Listen("tcp", earlyAddress)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = l.Close() })
	go tellEarly(l, answers)
	return nil
}

// tellEarly answers whoever asks what was asked early, once that has an end.
func tellEarly(l net.Listener, answers <-chan map[Question]Answer) {
	known := <-answers
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		tellOne(conn, known)
	}
}

func tellOne(conn net.Conn, known map[Question]Answer) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(requestDeadline))
	questions, err := readQuestions(conn)
	if err != nil {
		return
	}
	answers := make([]Answer, len(questions))
	for i, q := range questions {
		if answer, ok := known[q]; ok {
			answers[i] = answer
		} else {
			answers[i] = Answer{Outcome: Failed, Detail: "not asked early"}
		}
	}
	_ = json.NewEncoder(conn).Encode(answers)
}

// runEarly prints what the server in the same pod tells of its early questions.
func runEarly(ctx context.Context, address, questions string, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, earlyFor+requestDeadline)
	defer cancel()
	conn, err := dial(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, questions); err != nil {
		return err
	}
	_, err = io.Copy(out, conn)
	return err
}
