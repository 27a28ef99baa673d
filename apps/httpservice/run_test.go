package httpservice

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// addresses reads the log until the service listens.
func addresses(t *testing.T, log io.Reader) (metrics, service string) {
	t.Helper()
	for lines := bufio.NewScanner(log); lines.Scan(); {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(line.Address)
		switch line.Msg {
		case "metrics":
			metrics = "http://127.0.0.1:" + port + "/metrics"
		case "listening":
			go io.Copy(io.Discard, log)
			return metrics, "http://127.0.0.1:" + port
		}
	}
	t.Fatal("it never listened")
	return "", ""
}

func fetch(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(content)
}

func TestRunServesMetricsApart(t *testing.T) {
	log, out := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Service{Name: "library", Logger: NewLogger("library", out)}.Run(ctx) }()
	metrics, service := addresses(t, log)

	if status, _ := fetch(t, service+"/metrics"); status != http.StatusNotFound {
		t.Errorf("callers may read metrics: %d", status)
	}
	status, figures := fetch(t, metrics)
	if status != 200 || !strings.Contains(figures, `http_requests_total{route="none",method="GET",status="404"} 1`) {
		t.Errorf("got %d %s", status, figures)
	}
	if status, body := fetch(t, strings.TrimSuffix(metrics, "/metrics")+"/healthz"); status != http.StatusNotFound {
		t.Errorf("the metrics' port serves more: %d %s", status, body)
	}

	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(metrics); err == nil {
		t.Error("metrics are served after the end")
	}
}

func TestRunTellsThatAPortIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	for variable, settings := range map[string]Settings{"PORT": {Port: port}, "METRICS_PORT": {MetricsPort: port}} {
		err := Service{Settings: settings, Logger: NewLogger("library", io.Discard)}.Run(t.Context())
		if err == nil || !strings.HasPrefix(err.Error(), variable+": ") || !strings.Contains(err.Error(), "choose a free port") {
			t.Errorf("got %v", err)
		}
	}
}

func TestServeTellsWhyItCannot(t *testing.T) {
	service := pipeService(0, Routes{})
	listener := newPipeListener()
	listener.Close()
	if err := service.serve(t.Context(), listener); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestServiceLogsAndTracesEachRequest(t *testing.T) {
	collector := startCollector(t)
	ctx, stop := context.WithCancel(t.Context())
	var log bytes.Buffer
	service := pipeService(0, Routes{"/books": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { Answer(w, 200, "") }}})
	service.Name, service.Settings.TracesEndpoint, service.Logger = "library", collector.URL, NewLogger("library", &log)
	listener, ended := newPipeListener(), make(chan error, 1)
	go func() { ended <- service.serve(ctx, listener) }()
	response, err := listener.client().Get("http://service/books")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	span, traced := collector.spans()["GET /books"]
	if !traced || !strings.Contains(log.String(), `"trace_id":"`+span.TraceID+`"`) || !strings.Contains(log.String(), `"path":"/books"`) {
		t.Errorf("spans %v, log %s", collector.spans(), &log)
	}
}
