package httpservice

import (
	"strings"
	"testing"
	"time"
)

func TestReadSettings(t *testing.T) {
	tests := map[string]struct {
		env  map[string]string
		want Settings
	}{
		"defaults": {nil, Settings{8081, 5 * time.Second, 9090, 256, ""}},
		"all set": {map[string]string{
			"PORT": "9000", "DRAIN_DELAY": "250ms", "METRICS_PORT": "9001", "MAX_IN_FLIGHT": "3",
			"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
		}, Settings{9000, 250 * time.Millisecond, 9001, 3, "http://collector:4318"}},
		"least values": {map[string]string{"PORT": "0", "DRAIN_DELAY": "0s", "METRICS_PORT": "0", "MAX_IN_FLIGHT": "1"},
			Settings{0, 0, 0, 1, ""}},
		"greatest values": {map[string]string{"PORT": "65535", "DRAIN_DELAY": "1m", "METRICS_PORT": "65535", "MAX_IN_FLIGHT": "100000"},
			Settings{65535, time.Minute, 65535, 100_000, ""}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ReadSettings(func(key string) string { return test.env[key] }, 8081)
			if err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

func TestReadSettingsNamesEveryFault(t *testing.T) {
	tests := map[string]struct {
		env  map[string]string
		want []string
	}{
		"port is a word":     {map[string]string{"PORT": "http"}, []string{`PORT: "http"`, "0 (any free port) to 65535"}},
		"port too high":      {map[string]string{"PORT": "65536"}, []string{`PORT: "65536"`}},
		"port negative":      {map[string]string{"PORT": "-1"}, []string{`PORT: "-1"`}},
		"delay without unit": {map[string]string{"DRAIN_DELAY": "5"}, []string{`DRAIN_DELAY: "5"`, "such as 5s"}},
		"delay negative":     {map[string]string{"DRAIN_DELAY": "-1s"}, []string{`DRAIN_DELAY: "-1s"`}},
		"delay too long":     {map[string]string{"DRAIN_DELAY": "61s"}, []string{`DRAIN_DELAY: "61s"`}},
		"metrics port":       {map[string]string{"METRICS_PORT": "-1"}, []string{`METRICS_PORT: "-1"`}},
		"nothing in flight":  {map[string]string{"MAX_IN_FLIGHT": "0"}, []string{`MAX_IN_FLIGHT: "0"`, "from 1 to 100000"}},
		"too much in flight": {map[string]string{"MAX_IN_FLIGHT": "100001"}, []string{`MAX_IN_FLIGHT: "100001"`}},
		"endpoint no URL":    {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, []string{"OTEL_EXPORTER_OTLP_ENDPOINT", "such as http://collector:4318"}},
		"endpoint no host":   {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://:4318"}, []string{"OTEL_EXPORTER_OTLP_ENDPOINT"}},
		"endpoint with user": {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:b@c"}, []string{"OTEL_EXPORTER_OTLP_ENDPOINT"}},
		"all wrong": {map[string]string{"PORT": "x", "DRAIN_DELAY": "y", "METRICS_PORT": "z", "MAX_IN_FLIGHT": "v"},
			[]string{`PORT: "x"`, `DRAIN_DELAY: "y"`, `METRICS_PORT: "z"`, `MAX_IN_FLIGHT: "v"`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ReadSettings(func(key string) string { return test.env[key] }, 8081)
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q lacks %q", err, part)
				}
			}
		})
	}
}
