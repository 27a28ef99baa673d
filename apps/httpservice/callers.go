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
	// maxAwaited connections, and the headers of all requests, hold some 60 MiB of a pod's 128, and 67
	// where callers send the next request before the answer: a header takes up to 20 times its bytes of
	// memory. Half of maxReceived is for those at work.
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
	known   map[net.Conn]*known
	// awaitedWeight is that of all who are awaited, workWeight of all at work.
	awaitedWeight, workWeight int
}

// known is what there is to know of a connection until its end.
type known struct {
	// wait is its element in awaited; nil at work, and once it was dropped.
	wait    *list.Element
	dropped bool
	// weight is how much of its request it has sent, up to maxWeight, to the end of the answer.
	weight int
}

func newCallers(max int, set *metrics.Set) *callers {
	return &callers{
		max:     max,
		dropped: set.GetOrCreateCounter("http_connections_dropped_total"),
		known:   map[net.Conn]*known{},
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
	caller := c.of(connection)
	switch {
	case caller.dropped:
	case caller.wait == nil:
		c.set(caller, c.awaited.PushBack(connection), caller.weight)
	default:
		c.awaited.MoveToBack(caller.wait)
	}
	c.makeRoom()
}

// took counts bytes of a request.
func (c *callers) took(connection net.Conn, bytes int) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if caller := c.of(connection); !caller.dropped {
		c.set(caller, caller.wait, min(caller.weight+bytes, maxWeight))
		c.makeRoom()
	}
}

// release forgets what a connection has sent: its request was answered.
func (c *callers) release(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	caller := c.of(connection)
	c.set(caller, caller.wait, 0)
}

// serve ends a wait: the caller has done its part.
func (c *callers) serve(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.endWait(c.of(connection))
}

// haveRoomFor tells whether a request that is awaited may be at work, too.
func (c *callers) haveRoomFor(connection net.Conn) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.workWeight+c.of(connection).weight <= maxReceived/2
}

func (c *callers) forget(connection net.Conn) {
	c.lock.Lock()
	defer c.lock.Unlock()
	caller := c.of(connection)
	c.endWait(caller)
	c.set(caller, nil, 0)
	delete(c.known, connection)
}

func (c *callers) makeRoom() {
	for c.awaited.Len() > c.max || c.awaitedWeight > maxReceived/2 {
		connection := c.awaited.Front().Value.(net.Conn)
		longest := c.of(connection)
		c.endWait(longest)
		c.set(longest, nil, 0)
		longest.dropped = true
		c.dropped.Inc()
		connection.Close()
	}
}

func (c *callers) endWait(caller *known) {
	if caller.wait != nil {
		c.awaited.Remove(caller.wait)
		c.set(caller, nil, caller.weight)
	}
}

// set alone changes waits and weights, and so the sums of weights.
func (c *callers) set(caller *known, wait *list.Element, weight int) {
	*c.sumOf(caller) -= caller.weight
	caller.wait, caller.weight = wait, weight
	*c.sumOf(caller) += caller.weight
}

func (c *callers) sumOf(caller *known) *int {
	if caller.wait == nil {
		return &c.workWeight
	}
	return &c.awaitedWeight
}

func (c *callers) of(connection net.Conn) *known {
	found := c.known[connection]
	if found == nil {
		found = &known{}
		c.known[connection] = found
	}
	return found
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
