package api

import (
	"fmt"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
)

// How an attempt to pay ended: by a new payment, by one recorded before, or by the problem of that
// type. Each is a time series from the start, so that its first occurrence is an increase too.
const (
	resultPaid     = "paid"
	resultRepeated = "repeated"
)

var refusals = []string{
	keyReused.Type, alreadyPaid.Type,
	httpservice.InvalidField("", "").Type, httpservice.MalformedJSON("").Type, httpservice.UnsupportedMediaType().Type,
	httpservice.BodyTooLarge(0).Type, httpservice.RequestTimeout().Type,
	httpservice.DatabaseUnavailable().Type, httpservice.Internal().Type,
}

// results counts payments_total by result.
type results struct{ set *metrics.Set }

func newResults(set *metrics.Set) results {
	counted := results{set}
	for _, result := range append(refusals, resultPaid, resultRepeated) {
		counted.counter(result)
	}
	return counted
}

func (r results) counter(result string) *metrics.Counter {
	return r.set.GetOrCreateCounter(fmt.Sprintf("payments_total{result=%q}", result))
}

func (r results) answered(isNew bool) {
	if isNew {
		r.counter(resultPaid).Inc()
	} else {
		r.counter(resultRepeated).Inc()
	}
}

func (r results) refused(problem httpservice.Problem) { r.counter(problem.Type).Inc() }
