package httpservice

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strings"
)

// callerListener makes each connection one whose bytes callers count, and on which oversized
// answers a header that is larger than is read.
type callerListener struct {
	net.Listener
	callers   *callers
	oversized func(field string) *Problem
}

func (l callerListener) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &callerConnection{Conn: connection, callers: l.callers, oversized: l.oversized}, nil
}

type callerConnection struct {
	net.Conn
	callers   *callers
	oversized func(field string) *Problem
	// line is how the line begins that arrives, up to maxFieldName bytes.
	line []byte
}

const maxFieldName = 64

func (c *callerConnection) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into)
	if n > 0 {
		c.begin(into[:n])
		c.callers.took(c, n)
	}
	return n, err
}

func (c *callerConnection) begin(arrived []byte) {
	if end := bytes.LastIndexByte(arrived, '\n'); end >= 0 {
		c.line, arrived = c.line[:0], arrived[end+1:]
	}
	c.line = append(c.line, arrived[:min(len(arrived), maxFieldName-len(c.line))]...)
}

// Write puts a problem in the place of the plain text that net/http writes, by itself and to no
// handler's knowledge, when it has read as much of a header as it may. No handler answers 431.
func (c *callerConnection) Write(part []byte) (int, error) {
	if c.oversized == nil || !bytes.HasPrefix(part, []byte("HTTP/1.1 431 ")) {
		return c.Conn.Write(part)
	}
	name, _, _ := strings.Cut(string(c.line), ":")
	problem := c.oversized(textproto.CanonicalMIMEHeaderKey(name))
	if problem == nil {
		return c.Conn.Write(part)
	}
	if _, err := c.Conn.Write(lastAnswer(*problem)); err != nil {
		return 0, err
	}
	return len(part), nil
}

// CloseWrite lets net/http close a connection so that its last answer is read.
func (c *callerConnection) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// lastAnswer is the problem as it is sent on a connection whose request was not read.
func lastAnswer(problem Problem) []byte {
	w := &answerBuffer{header: http.Header{}}
	Refuse(w, &http.Request{}, problem)
	answer := http.Response{
		StatusCode: w.status, ProtoMajor: 1, ProtoMinor: 1, Header: w.header,
		ContentLength: int64(w.body.Len()), Body: io.NopCloser(&w.body), Close: true,
	}
	var sent bytes.Buffer
	_ = answer.Write(&sent) // memory takes it
	return sent.Bytes()
}

type answerBuffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *answerBuffer) Header() http.Header            { return w.header }
func (w *answerBuffer) WriteHeader(status int)         { w.status = status }
func (w *answerBuffer) Write(part []byte) (int, error) { return w.body.Write(part) }
