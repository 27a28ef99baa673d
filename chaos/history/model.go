package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// level is how far an invoice has come. It never goes back.
type level int8

const (
	absent level = iota
	unpaid
	paid
)

func (l level) String() string { return [...]string{"absent", "unpaid", "paid"}[l] }

// event is one thing that happened to an invoice, as its client saw it.
type event struct {
	level level
	// read says that a list showed exactly this level; else an answer promised at least this one.
	read bool
}

// invoice is the sequential specification of a single one. Nobody sees all that moves it forward: a
// replica may finish a payment whose caller has long gone. So a list may show more than was known,
// but never less than what had been shown or promised before it.
var invoice = porcupine.Model{
	Init: func() any { return absent },
	Step: func(state, input, _ any) (bool, any) {
		known, event := state.(level), input.(event)
		if event.read {
			return event.level >= known, event.level
		}
		return true, max(known, event.level)
	},
	DescribeOperation: func(input, _ any) string {
		event := input.(event)
		if event.read {
			return fmt.Sprintf("a list shows it %s", event.level)
		}
		return fmt.Sprintf("an answer says it is %s", event.level)
	},
}
