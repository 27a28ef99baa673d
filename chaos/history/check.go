package main

import (
	"fmt"
	"time"

	"github.com/anishathalye/porcupine"
)

// checkTime bounds the search for an order, for one invoice.
const checkTime = 20 * time.Second

// verdict is what the history shows.
type verdict struct {
	Invoices int `json:"invoices"`
	Lists    int `json:"lists"`
	// Violations are invoices for which no order of the calls explains what was seen.
	Violations []violation `json:"violations"`
	// Undecided are invoices for which no order was found in time.
	Undecided []string `json:"undecided"`
}

type violation struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// check asks for each invoice whether its events can be put into an order that keeps to the clock
// and in which it never goes back.
func check(h *history) verdict {
	found := verdict{Invoices: len(h.ids), Violations: []violation{}, Undecided: []string{}}
	for _, entry := range h.entries {
		if entry.list {
			found.Lists++
		}
	}
	for n, id := range h.ids {
		operations := h.operations(n)
		switch porcupine.CheckOperationsTimeout(invoice, operations, checkTime) {
		case porcupine.Ok:
		case porcupine.Illegal:
			found.Violations = append(found.Violations, violation{id, explain(operations)})
		case porcupine.Unknown:
			found.Undecided = append(found.Undecided, id)
		}
	}
	return found
}

// operations are all that the history says of one invoice.
func (h *history) operations(n int) []porcupine.Operation {
	var operations []porcupine.Operation
	for _, e := range h.entries {
		level, named := e.levels[n]
		if e.list {
			named = true
			if n < len(e.shown) {
				level = e.shown[n]
			}
		}
		if named {
			operations = append(operations, porcupine.Operation{
				ClientId: e.client, Input: event{level, e.list}, Call: e.call, Return: e.returns,
			})
		}
	}
	return operations
}

// explain finds a list that began after something better was known.
func explain(operations []porcupine.Operation) string {
	for _, later := range operations {
		list := later.Input.(event)
		if !list.read {
			continue
		}
		for _, earlier := range operations {
			if earlier.Return < later.Call && earlier.Input.(event).level > list.level {
				return fmt.Sprintf("%s at %s, and then %s at %s",
					invoice.DescribeOperation(earlier.Input, nil), time.Duration(earlier.Return),
					invoice.DescribeOperation(later.Input, nil), time.Duration(later.Call))
			}
		}
	}
	return "no order of the calls explains what was seen"
}
