package invoice

import (
	"context"
	"sync"
	"time"
)

const (
	maxBatch = 256
	// recordDeadline is for how long a result that cannot be stored is kept. Nothing is lost with
	// it: the claim expires, and whoever resumes it learns the same by the same key.
	recordDeadline = 5 * time.Second
	recordPause    = 100 * time.Millisecond
)

// recorder stores results as they arrive: what arrives while a batch is being stored is the next.
type recorder struct {
	store   Store
	mutex   sync.Mutex
	waiting []waiting
	storing bool
}

type waiting struct {
	result Result
	stored chan<- error
}

// record returns at once; the channel gets nil when the result is stored.
func (r *recorder) record(result Result) <-chan error {
	stored := make(chan error, 1)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.waiting = append(r.waiting, waiting{result, stored})
	if !r.storing {
		r.storing = true
		go r.storeAll()
	}
	return stored
}

func (r *recorder) storeAll() {
	for {
		batch := r.nextBatch()
		if batch == nil {
			return
		}
		results := make([]Result, len(batch))
		for i, entry := range batch {
			results[i] = entry.result
		}
		err := r.storeBatch(results)
		for _, entry := range batch {
			entry.stored <- err
		}
	}
}

func (r *recorder) nextBatch() []waiting {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.waiting) == 0 {
		r.storing, r.waiting = false, nil
		return nil
	}
	batch := r.waiting[:min(maxBatch, len(r.waiting))]
	r.waiting = r.waiting[len(batch):]
	return batch
}

// storeBatch belongs to no request: it goes on when a caller has gone.
func (r *recorder) storeBatch(results []Result) error {
	ctx, cancel := context.WithTimeout(context.Background(), recordDeadline)
	defer cancel()
	for {
		err := r.store.Record(ctx, results)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(recordPause):
		}
	}
}
