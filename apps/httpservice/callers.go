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
	// maxAwaited connections, and the headers of all requests, hold some 60 MiB of a pod's 128: a
	// header takes up to 20 times its bytes of memory. Half of maxReceived is for those at work.
	maxAwaited  = 512
	maxReceived = 2560 << 10
	// maxWeight is the largest header that is read. A body takes no more than its bytes.
	maxWeight = maxHeaderBytes + 4<<10
	// maxScrapers is the same for the metrics, which a few ask for.
	maxScrapers = 16
)

// callers are the connections on which the caller has to act: to send a header or a body, or to
// read an answer. Where there are more than max, or all together have sent more than their half of
// maxReceived, the one that was waited for longest is closed: slow callers make room for each other,
// and neither they nor requests at work refuse a quick one.
type callers struct {
	max     int
	dropped *metrics.Counter

	lock    sync.Mutex
	awaited list.List // of net.Conn, in the order in which the wait began
	// waits has the element of each that is awaited, and nil for one that was dropped, until its end.
	waits map[net.Conn]*list.Element
	// weights are how much of its request each has sent, up to maxWeight, to the end of the answer:
	// awaitedWeight of those that are awaited, workWeight of those at work.
	weights                   map[net.Conn]int
	awaitedWeight, workWeight int
}

func newCallers(max int, set *metrics.Set) *callers {
	return &callers{
		max:     max,
		dropped: set.GetOrCreateCounter("http_connections_dropped_total"),
		waits:   map[net.Conn]*list.Element{},
		weights: map[net.Conn]int{},
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
		c.workWeight -= c.weights[connection]
		c.awaitedWeight += c.weights[connection]
	case wait != nil:
		c.awaited.MoveToBack(wait)
	}
	c.makeRoom()
}

func (c *callers) makeRoom() {
	for c.awaited.Len() > c.max || c.awaitedWeight > maxReceived/2 {
		longest := c.awaited.Remove(c.awaited.Front()).(net.Conn)
		c.waits[longest] = nil
		c.awaitedWeight -= c.weights[longest]
		delete(c.weights, longest)
		c.dropped.Inc()
		longest.Close()
	}
}

// took counts bytes of a request.
func (c *callers) took(connection net.Conn, bytes int) {
	c.lock.Lock()
	defer c.lock.Unlock()
	wait, found := c.waits[connection]
	if found && wait == nil {
		return // dropped
	}
	more := min(bytes, maxWeight-c.weights[connection])
	c.weights[connection] += more
	if wait == nil {
		c.workWeight += more
		return
	}
	c.awaitedWeight += more
	c.makeRoom()
}

// release forgets what a connection has sent: its request was answered.
func (c *callers) release(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.waits[connection] == nil {
		c.workWeight -= c.weights[connection]
	} else {
		c.awaitedWeight -= c.weights[connection]
	}
	delete(c.weights, connection)
}

// serve ends a wait: the caller has done its part.
func (c *callers) serve(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if wait := c.waits[connection]; wait != nil {
		c.awaited.Remove(wait)
		delete(c.waits, connection)
		c.awaitedWeight -= c.weights[connection]
		c.workWeight += c.weights[connection]
	}
}

// haveRoomFor tells whether a request that is awaited may be at work, too.
func (c *callers) haveRoomFor(connection net.Conn) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.workWeight+c.weights[connection] <= maxReceived/2
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

func (c caller) hasRoom() bool { return c.among == nil || c.among.haveRoomFor(c.connection) }

func (c caller) serve() {
	if c.among != nil {
		c.among.serve(c.connection)
	}
}
