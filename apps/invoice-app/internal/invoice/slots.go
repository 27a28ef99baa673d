package invoice

import "context"

// slots bound how much goes on at once, over all runs.
type slots chan struct{}

// take waits for one slot and takes up to most, as many as are free; 0 only once ctx is done.
func (s slots) take(ctx context.Context, most int) int {
	if ctx.Err() != nil {
		return 0
	}
	select {
	case s <- struct{}{}:
	case <-ctx.Done():
		return 0
	}
	for taken := 1; taken < most; taken++ {
		select {
		case s <- struct{}{}:
		default:
			return taken
		}
	}
	return most
}

func (s slots) free(n int) {
	for range n {
		<-s
	}
}
