package wire

import (
	"io"
	"net"
	"slices"
	"sync"
	"time"
)

// Stopwatch hands bytes on in both directions and notes how long each answer takes: from the first
// byte of a request to the first of its answer, as the caller sees it. It understands no HTTP: it
// relies on a client that, like Go's, asks one thing at a time on each connection.
type Stopwatch struct {
	listener net.Listener
	upstream string

	lock  sync.Mutex
	taken []time.Duration
}

// StartStopwatch listens on a free port of the loopback address; upstream is host:port.
func StartStopwatch(upstream string) (*Stopwatch, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	watch := &Stopwatch{listener: listener, upstream: upstream}
	go watch.accept()
	return watch, nil
}

// Address is host:port.
func (s *Stopwatch) Address() string { return s.listener.Addr().String() }

// Close stops listening; connections end with their callers.
func (s *Stopwatch) Close() { _ = s.listener.Close() }

// Quantile is the time within which the given share of all answers came, such as 0.99; 0 without any.
func (s *Stopwatch) Quantile(share float64) time.Duration {
	s.lock.Lock()
	defer s.lock.Unlock()
	if len(s.taken) == 0 {
		return 0
	}
	slices.Sort(s.taken)
	return s.taken[int(share*float64(len(s.taken)-1))]
}

// Count is the number of answers.
func (s *Stopwatch) Count() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return len(s.taken)
}

func (s *Stopwatch) accept() {
	for {
		caller, err := s.listener.Accept()
		if err != nil {
			return
		}
		go s.serve(caller)
	}
}

func (s *Stopwatch) serve(caller net.Conn) {
	server, err := net.Dial("tcp", s.upstream)
	if err != nil {
		_ = caller.Close()
		return
	}
	question := &question{}
	go func() {
		_, _ = io.Copy(server, onBytes{caller, question.begin})
		_ = server.Close()
	}()
	_, _ = io.Copy(caller, onBytes{server, func() {
		if took, ended := question.end(); ended {
			s.note(took)
		}
	}})
	_ = caller.Close()
}

func (s *Stopwatch) note(took time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.taken = append(s.taken, took)
}

// question is the one that is open on a connection, if any.
type question struct {
	lock  sync.Mutex
	asked time.Time
}

func (q *question) begin() {
	q.lock.Lock()
	defer q.lock.Unlock()
	if q.asked.IsZero() {
		q.asked = time.Now()
	}
}

func (q *question) end() (time.Duration, bool) {
	q.lock.Lock()
	defer q.lock.Unlock()
	if q.asked.IsZero() {
		return 0, false
	}
	took := time.Since(q.asked)
	q.asked = time.Time{}
	return took, true
}

// onBytes calls note before it hands bytes on. It hides what else the connection can do, so that
// io.Copy does read through it.
type onBytes struct {
	from io.Reader
	note func()
}

func (o onBytes) Read(buffer []byte) (int, error) {
	n, err := o.from.Read(buffer)
	if n > 0 {
		o.note()
	}
	return n, err
}
