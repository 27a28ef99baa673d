package httpservice

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// replica answers on its listener and counts what it answers.
func replica(t *testing.T) (listener pipeListener, answered *atomic.Int64) {
	listener, answered = newPipeListener(), &atomic.Int64{}
	service := pipeService(0, Routes{"/books": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) {
		answered.Add(1)
		Answer(w, http.StatusOK, "")
	}}})
	service.Settings.MaxInFlight = 0
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- service.serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener, answered
}

// Each new connection goes to another replica, as through a Service; a kept one stays where it is.
func TestKeptConnectionsReachNewReplicas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, _ := replica(t)
		replicas := []pipeListener{first}
		var mutex sync.Mutex
		dialed := 0
		transport := &http.Transport{MaxIdleConnsPerHost: 24, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			mutex.Lock()
			dialed++
			next := replicas[dialed%len(replicas)]
			mutex.Unlock()
			return next.dial(ctx, "", "")
		}}
		// calls has 24 callers at work for a while, none of which meets an error.
		calls := func(period time.Duration) {
			end := time.Now().Add(period)
			var group sync.WaitGroup
			for range 24 {
				group.Go(func() {
					for time.Now().Before(end) {
						response, err := (&http.Client{Transport: transport}).Get("http://service/books")
						if err != nil {
							t.Error(err)
							return
						}
						_, _ = io.Copy(io.Discard, response.Body)
						response.Body.Close()
						time.Sleep(100 * time.Millisecond)
					}
				})
			}
			group.Wait()
		}
		calls(time.Second)
		if dialed > 24 {
			t.Errorf("%d connections for 24 callers: they are not kept", dialed)
		}
		second, ofSecond := replica(t)
		third, ofThird := replica(t)
		mutex.Lock()
		replicas = append(replicas, second, third)
		mutex.Unlock()
		calls(maxConnectionAge)
		beforeSecond, beforeThird, beforeDialed := ofSecond.Load(), ofThird.Load(), dialed
		calls(maxConnectionAge)
		all := int64(24 * maxConnectionAge / (100 * time.Millisecond))
		for _, answered := range []int64{ofSecond.Load() - beforeSecond, ofThird.Load() - beforeThird} {
			if answered < all/5 {
				t.Errorf("a new replica answered %d of %d", answered, all)
			}
		}
		if renewed := dialed - beforeDialed; renewed > 2*24 {
			t.Errorf("%d connections for 24 callers within an age", renewed)
		}
		transport.CloseIdleConnections()
	})
}
