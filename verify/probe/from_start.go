package main

import (
	"context"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// startWatch is how long a pod dials from its first instant on: longer than any network engine may
	// take to see it.
	startWatch = 20 * time.Second
	// dialPatience is short: a first packet that was dropped is sent again by the kernel only after a second.
	dialPatience = 100 * time.Millisecond
)

// fromStart is what a pod has reached since its first instant.
type fromStart struct {
	// servers has HOST:PORT of each by its name.
	servers map[string]string
	mutex   sync.Mutex
	reached map[string]time.Duration
}

// parseFromStart takes NAME=HOST:PORT[,NAME=HOST:PORT…].
func parseFromStart(text string) (*fromStart, error) {
	f := &fromStart{servers: map[string]string{}, reached: map[string]time.Duration{}}
	for server := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' }) {
		name, address, found := strings.Cut(server, "=")
		if _, _, err := net.SplitHostPort(address); !found || name == "" || err != nil {
			return nil, fmt.Errorf("%q is not NAME=HOST:PORT; %s", server, usage)
		}
		f.servers[name] = address
	}
	return f, nil
}

// watch dials each server until it is reached.
func (f *fromStart) watch(ctx context.Context) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, startWatch)
	defer cancel()
	var watches sync.WaitGroup
	for _, name := range slices.Sorted(maps.Keys(f.servers)) {
		watches.Go(func() { f.dialUntilReached(ctx, name, began) })
	}
	watches.Wait()
}

func (f *fromStart) dialUntilReached(ctx context.Context, name string, began time.Time) {
	dialer := net.Dialer{Timeout: dialPatience}
	for ctx.Err() == nil {
		if conn, err := dialer.DialContext(ctx, "tcp", f.servers[name]); err == nil {
			_ = conn.Close()
			f.mutex.Lock()
			f.reached[name] = time.Since(began)
			f.mutex.Unlock()
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(dialPatience / 10):
		}
	}
}

// say tells of one server: "reached 10.0.0.1:443 after 12ms", or that it was not.
func (f *fromStart) say(name string) (string, error) {
	address, known := f.servers[name]
	if !known {
		return "", fmt.Errorf("%q is not watched", name)
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if after, ok := f.reached[name]; ok {
		return fmt.Sprintf("%s %s after %s", reachedWord, address, after.Round(time.Millisecond)), nil
	}
	return "nothing came from " + address, nil
}

const (
	fromStartPath = "/from-start/"
	reachedWord   = "reached"
)

// askFromStart asks the pod's own server what it has reached since it started.
func askFromStart(ctx context.Context, server string, q Question) Answer {
	answer := askHTTP(ctx, server, Question{Path: fromStartPath + q.Name, Host: q.Host})
	switch {
	case answer.Outcome != Answered || !strings.Contains(answer.Detail, " 200 "):
		return Answer{Outcome: Failed, Detail: answer.Detail + " " + answer.Body}
	case strings.HasPrefix(answer.Body, reachedWord+" "):
		return Answer{Outcome: Answered, Detail: answer.Body}
	default:
		return Answer{Outcome: Silent, Detail: answer.Body}
	}
}
