package httpservice

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"
)

// longest is as long as a part of a header may be, with room for the rest.
var longest = strings.Repeat("x", maxHeaderBytes+3<<10)

// Each thing that a caller can make grow, pushed as far as it goes, and how large it has become.
func TestWhatCallersMakeGrowIsBounded(t *testing.T) {
	tests := map[string]struct {
		max  int
		grow func(t *testing.T, p *pushed) (size int)
	}{
		"a log line, by a path": {2 << 10, func(t *testing.T, p *pushed) int {
			p.send(t, "GET", "/"+longest, "")
			return longestLine(p)
		}},
		"a log line, by escapes in a path": {8 << 10, func(t *testing.T, p *pushed) int {
			p.send(t, "GET", "/"+strings.Repeat("%01", len(longest)/3), "")
			return longestLine(p)
		}},
		"a log line, by a method": {2 << 10, func(t *testing.T, p *pushed) int {
			p.send(t, longest, "/", "")
			return longestLine(p)
		}},
		"a log line, by a query": {2 << 10, func(t *testing.T, p *pushed) int {
			p.send(t, "GET", "/?"+longest, "")
			return longestLine(p)
		}},
		"a log line, by a request id": {2 << 10, func(t *testing.T, p *pushed) int {
			p.send(t, "GET", "/", RequestIDHeader+": "+longest+"\r\n")
			return longestLine(p)
		}},
		"a log line, by a panic": {16 << 10, func(t *testing.T, p *pushed) int {
			p.send(t, "GET", "/books/"+longest, "")
			return longestLine(p)
		}},
		"the log, by many requests": {2 * logBurst, func(t *testing.T, p *pushed) int {
			for range 3 {
				p.flood(t, 1000, "GET /"+strings.Repeat("y", 1500)+" HTTP/1.1\r\nHost: s\r\n\r\n")
			}
			p.stop()
			return p.log.Len()
		}},
		"an answer, by a request id": {1 << 10, func(t *testing.T, p *pushed) int {
			return len(p.send(t, "GET", "/", RequestIDHeader+": "+longest+"\r\n"))
		}},
		"a span, by a path and by what it is told of a trace": {2 << 10, func(t *testing.T, p *pushed) int {
			var state []string
			for at := range 12 {
				state = append(state, fmt.Sprintf("k%d=%s", at, longest[:240]))
			}
			p.send(t, "GET", "/"+longest[:500], "Traceparent: 00-"+callersTrace+"-"+callersSpan+"-01\r\nTracestate: "+strings.Join(state, ",")+"\r\n")
			p.stop()
			largest := 0
			for _, span := range p.collector.spans() {
				largest = max(largest, len(fmt.Sprint(span)))
			}
			return largest
		}},
		"series, by methods, paths and ids": {4, func(t *testing.T, p *pushed) int {
			for at := range 50 {
				p.send(t, fmt.Sprint("M", at), fmt.Sprint("/", at), fmt.Sprintf("%s: %d\r\n", RequestIDHeader, at))
				p.send(t, "GET", fmt.Sprint("/books/", at), "")
			}
			return strings.Count(text(p.service.Metrics), "http_requests_total{")
		}},
		"memory, by headers that do not end": {56 << 20, func(t *testing.T, p *pushed) int {
			p.hold(t, 2*maxAwaited, manyHeaders())
			return heap()
		}},
		"memory, by tokens that do not end": {24 << 20, func(t *testing.T, p *pushed) int {
			p.hold(t, 2*maxAwaited, "GET /books HTTP/1.1\r\nHost: s\r\nAuthorization: Bearer "+longest)
			return heap()
		}},
		"memory, by bodies that do not end": {72 << 20, func(t *testing.T, p *pushed) int {
			p.hold(t, 2*maxAwaited, manyHeaders()+fmt.Sprintf("Content-Length: %d\r\n\r\n%s", MaxBodyBytes, strings.Repeat(" ", MaxBodyBytes-1)))
			return heap()
		}},
		"memory, by idle connections": {16 << 20, func(t *testing.T, p *pushed) int {
			p.hold(t, 2*maxAwaited, "GET /books HTTP/1.1\r\nHost: s\r\n\r\n")
			return heap()
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			size := test.grow(t, startPushed(t))
			if t.Logf("%d of at most %d", size, test.max); size < 1 || size > test.max {
				t.Errorf("it grew to %d", size)
			}
		})
	}
}

func longestLine(p *pushed) int {
	p.stop()
	longest := 0
	for line := range strings.Lines(p.log.String()) {
		longest = max(longest, len(line))
	}
	return longest
}

// heap is what is held when the last connection is read and the dropped ones are gone.
func heap() int {
	least := uint64(math.MaxUint64)
	for range 10 {
		time.Sleep(100 * time.Millisecond)
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		least = min(least, memory.HeapAlloc)
	}
	return int(least)
}
