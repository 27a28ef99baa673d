package database

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"
)

// passwordRefused may be that of before: it was changed, and the file with the new one is not there yet.
const passwordRefused = "28P01"

// Classes and codes of SQLSTATE by which a server says "not now" rather than "not so".
// https://www.postgresql.org/docs/15/errcodes-appendix.html
var unavailableStates = []string{
	"08",    // connection exception
	"53",    // insufficient resources: disk full, out of memory, too many connections
	"57P",   // shutting down, crashed, starting up, idle session ended
	"58",    // system error, such as I/O
	"25006", // read-only: the other side of a failover
	"25P03", // idle in transaction for too long
	passwordRefused,
	"3D000", // no such database: it is being restored
	"55P03", // lock not available in time
	"57014", // statement timeout
}

// IsUnavailable tells whether err means that the database cannot answer now and may soon: it is
// away, full, starting, stopping or slow. Whether a write that ended so was done is not known.
func IsUnavailable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	if refusal, ok := errors.AsType[*pgconn.PgError](err); ok {
		for _, state := range unavailableStates {
			if strings.HasPrefix(refusal.Code, state) {
				return true
			}
		}
		return false
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	for _, cause := range []error{context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, puddle.ErrClosedPool} {
		if errors.Is(err, cause) {
			return true
		}
	}
	return pgconn.SafeToRetry(err)
}

func isPasswordRefused(err error) bool {
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	return ok && refusal.Code == passwordRefused
}
