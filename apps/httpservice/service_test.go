package httpservice

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// running is a service that can be asked, told to stop, and waited for.
type running struct {
	client *http.Client
	stop   context.CancelFunc
	// ended has what the service returned, and is closed then.
	ended chan error
}

// pipeService takes one request at a time besides probes.
func pipeService(drainDelay time.Duration, routes Routes) Service {
	return Service{
		Settings: Settings{DrainDelay: drainDelay, MaxInFlight: 1},
		Routes:   routes,
		Logger:   NewLogger("library", io.Discard),
		Metrics:  metrics.NewSet(),
	}
}

func start(t *testing.T, drainDelay time.Duration, routes Routes) running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	listener := newPipeListener()
	service := pipeService(drainDelay, routes)
	r := running{client: listener.client(), stop: stop, ended: make(chan error, 1)}
	go func() {
		r.ended <- service.serve(ctx, listener)
		close(r.ended)
	}()
	t.Cleanup(func() {
		stop()
		r.client.CloseIdleConnections()
		<-r.ended
	})
	return r
}

func (r running) get(path string) (status int, body string, closes bool, err error) {
	response, err := r.client.Get("http://service" + path)
	if err != nil {
		return 0, "", false, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return response.StatusCode, string(content), response.Close, err
}

func (r running) expect(t *testing.T, path string, wantStatus int, wantCloses bool) {
	t.Helper()
	status, body, closes, err := r.get(path)
	if err != nil || status != wantStatus || closes != wantCloses {
		t.Errorf("GET %s: %d %s closes %t, %v; want %d closes %t", path, status, body, closes, err, wantStatus, wantCloses)
	}
}

// slowRoute answers "done" on /slow once finish is closed.
func slowRoute() (routes Routes, finish chan struct{}) {
	finish = make(chan struct{})
	return Routes{"/slow": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) {
		<-finish
		Answer(w, http.StatusOK, "done")
	}}}, finish
}

func TestServiceServesRoutesAndProbes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := start(t, 0, Routes{
			"/books": {http.MethodGet: func(w http.ResponseWriter, r *http.Request) { Answer(w, 200, RequestID(r.Context()) != "") }},
			"/panic": {http.MethodGet: func(http.ResponseWriter, *http.Request) { panic("lost") }},
		})
		service.expect(t, "/healthz", 200, false)
		service.expect(t, "/readyz", 200, false)
		service.expect(t, "/absent", 404, false)
		service.expect(t, "/panic", 500, false)
		if _, body, _, err := service.get("/books"); body != "true\n" {
			t.Errorf("the handler saw no request id: %s %v", body, err)
		}
		service.stop()
		if err := <-service.ended; err != nil {
			t.Error(err)
		}
	})
}

func TestServiceShedsLoadButAnswersProbes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		routes, finish := slowRoute()
		service := start(t, 0, routes)
		go service.get("/slow")
		synctest.Wait()
		service.expect(t, "/slow", 503, false)
		service.expect(t, "/healthz", 200, false)
		service.expect(t, "/readyz", 200, false)
		close(finish)
		synctest.Wait()
		service.expect(t, "/slow", 200, false)
	})
}

func TestShutdownDropsReadinessFirstAndFinishesWhatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		routes, finish := slowRoute()
		service := start(t, 5*time.Second, routes)
		slow := make(chan string, 1)
		go func() {
			_, body, _, err := service.get("/slow")
			slow <- body
			if err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()

		told := time.Now()
		service.stop()
		synctest.Wait()
		service.expect(t, "/readyz", 503, true)
		service.expect(t, "/healthz", 200, true)
		service.expect(t, "/absent", 404, true)
		time.Sleep(5*time.Second - 1)
		service.expect(t, "/readyz", 503, true)
		time.Sleep(1)
		synctest.Wait()
		if status, _, _, err := service.get("/healthz"); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a request was taken after the drain delay: %d %v", status, err)
		}

		select {
		case err := <-service.ended:
			t.Fatalf("ended before the request under way: %v", err)
		default:
		}
		time.Sleep(8 * time.Second)
		close(finish)
		if body := <-slow; body != "\"done\"\n" {
			t.Errorf("the request under way got %q", body)
		}
		if err := <-service.ended; err != nil {
			t.Error(err)
		}
		if took := time.Since(told); took < 13*time.Second || took >= 14*time.Second {
			t.Errorf("took %s; want the drain delay, then the request's 8s", took)
		}
	})
}

func TestShutdownCutsOffWhatNeverEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		routes, finish := slowRoute()
		defer close(finish)
		service := start(t, time.Second, routes)
		broken := make(chan error, 1)
		go func() {
			_, _, _, err := service.get("/slow")
			broken <- err
		}()
		synctest.Wait()

		told := time.Now()
		service.stop()
		err := <-service.ended
		if err == nil || !strings.Contains(err.Error(), "cut off after 20s") {
			t.Errorf("got %v", err)
		}
		if took := time.Since(told); took != 21*time.Second {
			t.Errorf("took %s; want the drain delay and the deadline, 21s", took)
		}
		if err := <-broken; err == nil {
			t.Error("the caller took a cut-off request for answered")
		}
	})
}

func TestServerHasEveryLimit(t *testing.T) {
	server := server(http.NotFoundHandler(), newCallers(1, metrics.NewSet()), NewLogger("library", io.Discard))
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.WriteTimeout <= 0 || server.IdleTimeout <= 0 || server.MaxHeaderBytes <= 0 {
		t.Errorf("a limit is missing: %+v", server)
	}
	if WriteTimeout+readHeaderTimeout > shutdownDeadline {
		t.Errorf("a request may take %s, but shutdown waits only %s", WriteTimeout+readHeaderTimeout, shutdownDeadline)
	}
}
