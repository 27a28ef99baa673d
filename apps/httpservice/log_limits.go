package httpservice

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	maxFieldBytes = 1 << 10
	maxStackBytes = 8 << 10
	// A container's log is six files of 10 MiB, the older four compressed, which the kubelet looks at
	// every 10 s. With these two they stay below the 64 MiB that a pod's disk may take, whatever
	// callers send.
	logBytesPerSecond = 64 << 10
	logBurst          = 1 << 20
)

// cutField is a slog.HandlerOptions.ReplaceAttr: what callers can make long is cut, and says so.
func cutField(_ []string, field slog.Attr) slog.Attr {
	longest := maxFieldBytes
	if field.Key == stackField {
		longest = maxStackBytes
	}
	switch value := field.Value.Any().(type) {
	case string:
		field.Value = slog.StringValue(cut(value, longest))
	case error:
		field.Value = slog.StringValue(cut(value.Error(), longest))
	}
	return field
}

func cut(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(text[:longest], ""), len(text))
}

// limitedLog writes lines as long as there is room for their bytes: as much for warnings and worse
// as for all the rest, so that a flood of requests hides no trouble.
type limitedLog struct {
	mutex           sync.Mutex
	out             io.Writer
	notice          *slog.Logger
	routine, urgent *rate.Limiter
	// level is that of the line which is written.
	level slog.Level
	// leftOut counts lines since the last notice, which comes once a second at most.
	leftOut int
	noticed rate.Sometimes
}

func newLimitedLog(service string, out io.Writer) *limitedLog {
	return &limitedLog{
		out:     out,
		notice:  slog.New(slog.NewJSONHandler(out, nil)).With("service", service),
		routine: rate.NewLimiter(logBytesPerSecond, logBurst),
		urgent:  rate.NewLimiter(logBytesPerSecond, logBurst),
		noticed: rate.Sometimes{Interval: time.Second},
	}
}

// at has write write its line as one of that level.
func (l *limitedLog) at(level slog.Level, write func() error) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.level = level
	return write()
}

func (l *limitedLog) Write(line []byte) (int, error) {
	room := l.routine
	if l.level >= slog.LevelWarn {
		room = l.urgent
	}
	if !room.AllowN(time.Now(), len(line)) {
		l.leftOut++
		return len(line), nil
	}
	if l.leftOut > 0 {
		l.noticed.Do(func() {
			l.notice.Warn("log lines left out", "lines", l.leftOut)
			l.leftOut = 0
		})
	}
	return l.out.Write(line)
}
