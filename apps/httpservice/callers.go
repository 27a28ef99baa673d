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
	// maxAwaited connections hold some 60 MiB of a pod's 128 when each has sent the most it may.
	maxAwaited = 512
	// maxScrapers is the same for the metrics, which a few ask for.
	maxScrapers = 16
)

// callers are the connections on which the caller has to act: to send a header or a body, or to
// read an answer. Where there are more than max, the one that was waited for longest is closed:
// slow callers make room for each other, and never refuse a quick one.
type callers struct {
	max     int
	dropped *metrics.Counter

	lock    sync.Mutex
	awaited list.List // of net.Conn, in the order in which the wait began
	// waits has the element of each that is awaited, and nil for one that was dropped, until its end.
	waits map[net.Conn]*list.Element
}

func newCallers(max int, set *metrics.Set) *callers {
	return &callers{
		max:     max,
		dropped: set.GetOrCreateCounter("http_connections_dropped_total"),
		waits:   map[net.Conn]*list.Element{},
	}
}

// follow is the server's ConnState. A request's body is a part of the wait for it: StateActive
// changes nothing.
func (c *callers) follow(connection net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew, http.StateIdle:
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
		longest := c.awaited.Remove(c.awaited.Front()).(net.Conn)
		c.waits[longest] = nil
		c.dropped.Inc()
		longest.Close()
	}
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
