package httpservice

import (
	"container/list"
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

const (
	// maxAwaited connections, and the bytes that all have sent, hold some 60 MiB of a pod's 128: a
	// header takes up to 20 times its bytes of memory.
	maxAwaited  = 512
	maxReceived = 2560 << 10
	// maxScrapers is the same for the metrics, which a few ask for.
	maxScrapers = 16
)

// callers are the connections on which the caller has to act: to send a header or a body, or to
// read an answer. Where there are more than max, or all together have sent more than maxReceived,
// the one that was waited for longest is closed: slow callers make room for each other, and never
// refuse a quick one.
type callers struct {
	max     int
	dropped *metrics.Counter

	lock    sync.Mutex
	awaited list.List // of net.Conn, in the order in which the wait began
	// waits has the element of each that is awaited, and nil for one that was dropped, until its end.
	waits map[net.Conn]*list.Element
	// received is how much of its request each has sent, to the end of the answer.
	received    map[net.Conn]int
	receivedAll int
}

func newCallers(max int, set *metrics.Set) *callers {
	return &callers{
		max:      max,
		dropped:  set.GetOrCreateCounter("http_connections_dropped_total"),
		waits:    map[net.Conn]*list.Element{},
		received: map[net.Conn]int{},
	}
}

// follow is the server's ConnState. A request's body is a part of the wait for it: StateActive
// changes nothing.
func (c *callers) follow(connection net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew, http.StateIdle:
		c.release(connection)
		c.await(connection)
	case http.StateClosed, http.StateHijacked:
		c.forget(connection)
	}
}

// await begins a wait, from now.
func (c *callers) await(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	wait, found := c.waits[connection]
	switch {
	case !found:
		c.waits[connection] = c.awaited.PushBack(connection)
	case wait != nil:
		c.awaited.MoveToBack(wait)
	}
	if c.awaited.Len() > c.max {
		c.dropLongest()
	}
}

func (c *callers) dropLongest() {
	longest := c.awaited.Remove(c.awaited.Front()).(net.Conn)
	c.waits[longest] = nil
	c.receivedAll -= c.received[longest]
	delete(c.received, longest)
	c.dropped.Inc()
	longest.Close()
}

// took counts bytes of a request.
func (c *callers) took(connection net.Conn, bytes int) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if wait, found := c.waits[connection]; found && wait == nil {
		return // dropped
	}
	c.received[connection] += bytes
	c.receivedAll += bytes
	for c.receivedAll > maxReceived && c.awaited.Len() > 0 {
		c.dropLongest()
	}
}

// release forgets what a connection has sent: its request was answered.
func (c *callers) release(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.receivedAll -= c.received[connection]
	delete(c.received, connection)
}

// serve ends a wait: the caller has done its part.
func (c *callers) serve(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if wait := c.waits[connection]; wait != nil {
		c.awaited.Remove(wait)
		delete(c.waits, connection)
	}
}

func (c *callers) forget(connection net.Conn) {
	c.serve(connection)
	c.release(connection)
	c.lock.Lock()
	defer c.lock.Unlock()
	delete(c.waits, connection)
}

// caller is the one of a request; the zero value, of a request without a connection, is none.
type caller struct {
	among      *callers
	connection net.Conn
	retires    time.Time
}

type callerKey struct{}

// remember is the server's ConnContext.
func (c *callers) remember(ctx context.Context, connection net.Conn) context.Context {
	return context.WithValue(ctx, callerKey{}, caller{c, connection, retirement()})
}

func callerOf(ctx context.Context) caller {
	found, _ := ctx.Value(callerKey{}).(caller)
	return found
}

func (c caller) isToRetire() bool { return c.among != nil && time.Now().After(c.retires) }

func (c caller) await() {
	if c.among != nil {
		c.among.await(c.connection)
	}
}

func (c caller) serve() {
	if c.among != nil {
		c.among.serve(c.connection)
	}
}
