package httpservice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestLongFieldsAreCut(t *testing.T) {
	long := strings.Repeat("ü", maxFieldBytes)
	tests := map[string]struct {
		field slog.Attr
		want  string
	}{
		"text":            {slog.String("field", long), strings.Repeat("ü", maxFieldBytes/2) + "… (2048 bytes)"},
		"within a letter": {slog.String("field", "x"+long), "x" + strings.Repeat("ü", maxFieldBytes/2-1) + "… (2049 bytes)"},
		"error":           {slog.Any("field", errors.New(long)), strings.Repeat("ü", maxFieldBytes/2) + "… (2048 bytes)"},
		"longest":         {slog.String("field", long[:maxFieldBytes]), long[:maxFieldBytes]},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			NewLogger("library", &log).Info("cut", test.field)
			if got := logLine(t, &log)["field"]; got != test.want {
				t.Errorf("got %.40q… of %d", got, len(fmt.Sprint(got)))
			}
		})
	}
}

// A flood of requests leaves room for what is wrong, and later tells how much is missing.
func TestFloodOfLinesHidesNoWarning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := NewLogger("library", &log)
		const lines = 20_000
		for range lines {
			logger.Info("request", "path", "/books")
		}
		logger.Warn("on fire")
		time.Sleep(time.Minute)
		logger.Info("after all")
		written, leftOut := 0, 0
		var last, beforeLast string
		for line := range strings.Lines(log.String()) {
			var entry struct {
				Msg   string
				Lines int
			}
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Fatal(err)
			}
			if entry.Msg == "request" {
				written++
			}
			leftOut += entry.Lines
			beforeLast, last = last, entry.Msg
		}
		if written == 0 || written+leftOut != lines || beforeLast != "on fire" || last != "after all" {
			t.Errorf("%d written, %d left out, then %q and %q", written, leftOut, beforeLast, last)
		}
	})
}
