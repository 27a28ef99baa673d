package httpservice

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// problemTypePrefix makes a URI of a problem's name. RFC 9457 wants one that stays the same; it
// need not lead to a page.
const problemTypePrefix = "urn:sre-challenge:problem:"

// Problem is an answer that says what went wrong, as RFC 9457 has it. The constructors in
// standard_problems.go are those that every service can meet; a service makes its own by the
// same rule. All of it is for the caller: it holds no internals.
type Problem struct {
	// Status is the answer's HTTP status.
	Status int
	// Type names the problem in kebab case, for programs: it never changes. On the wire it is
	// urn:sre-challenge:problem:<Type>.
	Type string
	// Title says the same to people, and is the same for each occurrence.
	Title string
	// Detail says what this caller can do about this occurrence.
	Detail string
	// Field is the member, parameter or header at fault; "" where none is.
	Field string
	// RetryAfter tells the caller to come again that much later, in whole seconds, rounded up;
	// 0 tells nothing.
	RetryAfter time.Duration
	// Challenge is the header WWW-Authenticate; "" sends none.
	Challenge string
}

// MarshalJSON writes the members of RFC 9457, and field where there is one.
func (p Problem) MarshalJSON() ([]byte, error) { return json.Marshal(p.document("")) }

type problemDocument struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Field     string `json:"field,omitempty"`
	RequestID string `json:"requestId,omitempty"`
}

func (p Problem) document(requestID string) problemDocument {
	return problemDocument{problemTypePrefix + p.Type, p.Title, p.Status, p.Detail, p.Field, requestID}
}

// Refuse answers the problem as application/problem+json, with the request's id.
func Refuse(w http.ResponseWriter, r *http.Request, problem Problem) {
	if problem.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(problem.RetryAfter.Seconds()))))
	}
	if problem.Challenge != "" {
		w.Header().Set("WWW-Authenticate", problem.Challenge)
	}
	write(w, problem.Status, "application/problem+json", problem.document(RequestID(r.Context())))
}
