package provider

import (
	"errors"
	"math/rand/v2"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/budget"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

const (
	maxRetries = 5
	// A retry waits a random time up to firstPause, twice that for the next, and so on.
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
	// At most this share of all tries under way may be retries, beyond a few that are always
	// allowed: else retries keep down a provider that is getting up.
	retryShare = 0.2
	fewRetries = 10
	// The breaker opens when half of at least breakerTries in breakerPeriod failed, and lets
	// probes through after breakerPause.
	breakerFailures = 0.5
	breakerTries    = 20
	breakerPeriod   = 10 * time.Second
	breakerPause    = 2 * time.Second
	breakerProbes   = 5
)

// newRetry is the only layer that retries.
func newRetry(onRetry func()) retrypolicy.RetryPolicy[any] {
	return retrypolicy.NewBuilder[any]().
		HandleIf(func(_ any, err error) bool {
			failure, ok := errors.AsType[*Failure](err)
			return ok && failure.again
		}).
		WithMaxRetries(maxRetries).
		WithDelayFunc(func(tried failsafe.ExecutionAttempt[any]) time.Duration {
			failure, _ := errors.AsType[*Failure](tried.LastError())
			return pause(tried.Attempts(), failure)
		}).
		WithBudget(budget.NewBuilder().WithMaxRate(retryShare).WithMinConcurrency(fewRetries).Build()).
		ReturnLastFailure().
		OnRetry(func(failsafe.ExecutionEvent[any]) { onRetry() }).
		Build()
}

// pause is exponential with full jitter, after what the provider asked for.
func pause(tries int, failure *Failure) time.Duration {
	longest := min(longestPause, firstPause<<(tries-1))
	wait := rand.N(longest + 1)
	if failure != nil {
		wait += failure.after
	}
	return wait
}

func newBreaker() circuitbreaker.CircuitBreaker[any] {
	return circuitbreaker.NewBuilder[any]().
		HandleIf(func(_ any, err error) bool {
			failure, ok := errors.AsType[*Failure](err)
			return ok && failure.isTrouble()
		}).
		WithFailureRateThreshold(breakerFailures, breakerTries, breakerPeriod).
		WithDelay(breakerPause).
		WithJitterFactor(0.25).
		WithSuccessThreshold(breakerProbes).
		Build()
}
