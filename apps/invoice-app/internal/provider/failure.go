package provider

import (
	"time"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// Failure is a payment that was not confirmed. Its text is one of a few fixed ones, fit for
// callers; Unwrap gives the cause, for the log only. It is invoice.ErrRefused or
// invoice.ErrNotSent where that is certain.
type Failure struct {
	reason string
	cause  error
	// is what the failure is by errors.Is, or nil.
	is error
	// status the provider answered, or 0.
	status int
	// own says that nothing was asked of the provider, for a reason of our own.
	own bool
	// again says that another try may do better.
	again bool
	// after is how long the provider asked to be left alone, or 0.
	after time.Duration
}

func (f *Failure) Error() string { return f.reason }

func (f *Failure) Unwrap() error { return f.cause }

// Is tells errors.Is what is certain about the payment.
func (f *Failure) Is(target error) bool { return f.is != nil && f.is == target }

// isTrouble tells whether the failure says something about the provider's health.
func (f *Failure) isTrouble() bool { return !f.own && (f.status == 0 || f.status >= 500) }

// afterOthers is what a failure is that made no payment, after tries that may have made one.
func (f *Failure) afterOthers() *Failure {
	if f.status == 0 && !f.own {
		return brokenOff(f.cause)
	}
	doubt := *f
	doubt.is = nil
	return &doubt
}

func unreachable(cause error) *Failure {
	return &Failure{reason: "payment-provider cannot be reached", cause: cause, is: invoice.ErrNotSent, again: true}
}

func withoutToken(cause error) *Failure {
	return &Failure{reason: "the token for payment-provider cannot be read", cause: cause, is: invoice.ErrNotSent, own: true}
}

func tooLate(cause error) *Failure {
	return &Failure{reason: "payment-provider did not answer in time", cause: cause, again: true}
}

func brokenOff(cause error) *Failure {
	return &Failure{reason: "payment-provider broke off", cause: cause, again: true}
}

func unconfirmed(status int, cause error) *Failure {
	return &Failure{reason: "payment-provider did not confirm the payment", cause: cause, status: status}
}
