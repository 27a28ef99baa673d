package httpservice

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// collector is an OTLP collector that keeps what it is sent.
type collector struct {
	*httptest.Server
	mutex    sync.Mutex
	requests []otlpRequest
}

func startCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request otlpRequest
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Error(err)
		}
		if r.Method != "POST" || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s %s", r.Method, r.URL.Path, r.Header.Get("Content-Type"))
		}
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.requests = append(c.requests, request)
		w.Write([]byte("{}"))
	}))
	t.Cleanup(c.Close)
	return c
}

// spans are those collected so far, by name.
func (c *collector) spans() map[string]otlpSpan {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	spans := map[string]otlpSpan{}
	for _, request := range c.requests {
		for _, ofResource := range request.ResourceSpans {
			for _, ofScope := range ofResource.ScopeSpans {
				for _, span := range ofScope.Spans {
					spans[span.Name] = span
				}
			}
		}
	}
	return spans
}

func (span otlpSpan) attribute(key string) any {
	for _, each := range span.Attributes {
		if each.Key == key {
			for _, value := range each.Value {
				return value
			}
		}
	}
	return nil
}
