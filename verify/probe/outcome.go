package main

import (
	"errors"
	"net"
	"syscall"
)

// Outcome is how far a question got.
type Outcome string

// From "all the way" to "not even asked". Refused and Silent are what a network policy does: the
// first rejects, the second drops. Failed is neither, so it proves nothing.
const (
	Answered   Outcome = "answered"
	Connected  Outcome = "connected"
	Refused    Outcome = "refused"
	Silent     Outcome = "silent"
	Unresolved Outcome = "unresolved"
	Failed     Outcome = "failed"
)

// refusals are the errors by which the network or the server says no.
var refusals = []error{
	syscall.ECONNREFUSED,
	syscall.ECONNRESET,
	syscall.EHOSTUNREACH,
	syscall.ENETUNREACH,
	syscall.EACCES,
	syscall.EPERM,
}

// unreached classifies the error of a question that got no answer.
func unreached(err error) Answer {
	return Answer{Outcome: outcomeOf(err), Detail: err.Error()}
}

func outcomeOf(err error) Outcome {
	for _, refusal := range refusals {
		if errors.Is(err, refusal) {
			return Refused
		}
	}
	var network net.Error
	if errors.As(err, &network) && network.Timeout() {
		return Silent
	}
	return Failed
}
