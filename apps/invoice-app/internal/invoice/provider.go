package invoice

import (
	"context"
	"errors"
)

// Provider makes payments. Pay returns nil only if the payment was made for certain. Its error's
// text is shown to callers; what it wraps goes to the log. After an error that is neither of those
// below the payment may have been made all the same: asking again must use the same invoice id,
// which is the payment's key.
type Provider interface {
	Pay(ctx context.Context, invoice Invoice) error
}

var (
	// ErrRefused: the provider said no; no payment was made under this key.
	ErrRefused = errors.New("refused")
	// ErrNotSent: the provider was not reached, or does not know who asks, so this call made no
	// payment; an earlier one may have.
	ErrNotSent = errors.New("not sent")
)

// resultOf judges how a payment ended. Doubt is never forgotten: only the provider's own word
// ends it.
func resultOf(claim Claim, err error) Result {
	switch {
	case err == nil:
		return Result{Claim: claim, State: Paid}
	case errors.Is(err, ErrRefused), errors.Is(err, ErrNotSent) && !claim.Resumed:
		return Result{Claim: claim, State: Failed, Reason: err.Error()}
	default:
		return Result{Claim: claim, State: InDoubt, Reason: err.Error()}
	}
}
