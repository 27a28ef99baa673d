package faults

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// callers ask the replicas to pay, over and over, and look on: an invoice that was seen paid must
// be seen paid ever after.
type callers struct {
	stop    func()
	asked   atomic.Int64
	trouble atomic.Int64 // answers that told of a failure or a doubt, or none at all
}

func (w *world) startCallers(t *testing.T) *callers {
	ctx, cancel := context.WithCancel(context.Background())
	c := &callers{}
	var group sync.WaitGroup
	replicas := append([]*process{}, w.replicas...)
	client := newClient()
	for range 3 {
		group.Go(func() {
			for ctx.Err() == nil {
				status := c.ask(ctx, client, replicas[rand.N(len(replicas))].url)
				c.asked.Add(1)
				if status != http.StatusOK && ctx.Err() == nil {
					c.trouble.Add(1)
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	group.Go(func() {
		seen := map[string]bool{}
		for ctx.Err() == nil {
			c.look(t, ctx, client, replicas[rand.N(len(replicas))].url, seen)
			time.Sleep(50 * time.Millisecond)
		}
	})
	c.stop = sync.OnceFunc(func() { cancel(); group.Wait() })
	t.Cleanup(c.stop)
	return c
}

func newClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
}

// ask returns the status, or 0 where there was none.
func (c *callers) ask(ctx context.Context, client *http.Client, url string) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/invoices/pay", nil)
	if err != nil {
		return 0
	}
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}

func (c *callers) look(t *testing.T, ctx context.Context, client *http.Client, url string, seen map[string]bool) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/invoices", nil)
	if err != nil {
		return
	}
	response, err := client.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	var list []struct {
		InvoiceID string `json:"InvoiceId"`
		IsPaid    bool
	}
	if response.StatusCode != http.StatusOK || json.NewDecoder(response.Body).Decode(&list) != nil {
		return
	}
	for _, invoice := range list {
		if seen[invoice.InvoiceID] && !invoice.IsPaid {
			t.Errorf("%s went from paid to unpaid", invoice.InvoiceID)
		}
		seen[invoice.InvoiceID] = seen[invoice.InvoiceID] || invoice.IsPaid
	}
}
