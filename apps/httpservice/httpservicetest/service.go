// Package httpservicetest runs a whole service in the process of a test.
package httpservicetest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"sync"
	"testing"
)

// Service serves in this process.
type Service struct {
	URL, MetricsURL string
	Log             *Log
	// Stop tells it to end; Ended then has what it returned.
	Stop  context.CancelFunc
	Ended chan error
}

// Start serves until the test ends, on free ports and without a delay at its end, by the variables
// of an environment.
func Start(t *testing.T, serve func(context.Context, func(string) string, io.Writer) error, variables ...map[string]string) *Service {
	t.Helper()
	env := map[string]string{"PORT": "0", "METRICS_PORT": "0", "DRAIN_DELAY": "0s"}
	for _, more := range variables {
		maps.Copy(env, more)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Service{Stop: stop, Ended: make(chan error, 1), Log: &Log{addresses: make(chan [2]string, 8)}}
	go func() { s.Ended <- serve(ctx, func(name string) string { return env[name] }, s.Log) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-s.Ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	for s.URL == "" || s.MetricsURL == "" {
		select {
		case found := <-s.Log.addresses:
			if found[0] == "listening" {
				s.URL = found[1]
			} else {
				s.MetricsURL = found[1] + "/metrics"
			}
		case err := <-s.Ended:
			s.Ended <- nil
			t.Fatalf("serve ended: %v", err)
		}
	}
	return s
}

// Get is what a GET of the address answers, whole.
func Get(t *testing.T, address string) (response *http.Response, body []byte) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response, body
}

// Log keeps what is logged, and reports the addresses in it as they are written.
type Log struct {
	lock      sync.Mutex
	text      bytes.Buffer
	addresses chan [2]string
}

func (l *Log) Write(line []byte) (int, error) {
	var entry struct{ Msg, Address string }
	if json.Unmarshal(line, &entry) == nil && entry.Address != "" {
		_, port, _ := net.SplitHostPort(entry.Address)
		l.addresses <- [2]string{entry.Msg, "http://127.0.0.1:" + port}
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.Write(line)
}

func (l *Log) String() string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.String()
}
