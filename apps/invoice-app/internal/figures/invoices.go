package figures

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

const (
	// countEvery keeps scrapes from costing the database more than one count.
	countEvery    = 10 * time.Second
	countDeadline = 2 * time.Second
)

// invoiceStates are those of store.CountByState.
var invoiceStates = []string{"open", "claimed", "paid"}

// Invoices makes the gauge invoices by state, counted when somebody looks; NaN while it cannot be
// known. All replicas show the same figure: take one, not the sum.
func Invoices(set *metrics.Set, count func(context.Context) (map[string]int, error), logger *slog.Logger) {
	cache := &invoiceCache{count: count, logger: logger}
	for _, state := range invoiceStates {
		set.NewGauge(fmt.Sprintf("invoices{state=%q}", state), func() float64 { return cache.get(state) })
	}
}

type invoiceCache struct {
	count  func(context.Context) (map[string]int, error)
	logger *slog.Logger
	mutex  sync.Mutex
	last   map[string]int
	at     time.Time
}

func (c *invoiceCache) get(state string) float64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if time.Since(c.at) >= countEvery {
		c.refresh()
	}
	if c.last == nil {
		return math.NaN()
	}
	return float64(c.last[state])
}

func (c *invoiceCache) refresh() {
	ctx, cancel := context.WithTimeout(context.Background(), countDeadline)
	defer cancel()
	counted, err := c.count(ctx)
	if err != nil {
		c.logger.Warn("invoices not counted", "error", err)
		counted = nil
	}
	c.last, c.at = counted, time.Now()
}
