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
		"defaults":        {nil, Settings{8081, 5 * time.Second}},
		"both set":        {map[string]string{"PORT": "9000", "DRAIN_DELAY": "250ms"}, Settings{9000, 250 * time.Millisecond}},
		"zeros are kept":  {map[string]string{"PORT": "0", "DRAIN_DELAY": "0s"}, Settings{0, 0}},
		"greatest values": {map[string]string{"PORT": "65535", "DRAIN_DELAY": "1m"}, Settings{65535, time.Minute}},
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
		"both wrong":         {map[string]string{"PORT": "x", "DRAIN_DELAY": "y"}, []string{`PORT: "x"`, `DRAIN_DELAY: "y"`}},
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
