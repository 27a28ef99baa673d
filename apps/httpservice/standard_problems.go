package httpservice

import (
	"fmt"
	"net/http"
	"time"
)

// retrySoon is what a caller waits before it asks an instance in trouble again.
const retrySoon = time.Second

// NotFound is 404: detail says what there is none of.
func NotFound(detail string) Problem {
	return Problem{Status: http.StatusNotFound, Type: "not-found", Title: "Not found", Detail: detail}
}

// CrossOrigin is 403: a browser sent the request for a page of another origin; nothing was done.
func CrossOrigin() Problem {
	return Problem{Status: http.StatusForbidden, Type: "cross-origin", Title: "Cross-origin request",
		Detail: "a page of another origin asks for this; nothing was done; send it from no browser, or from a page of this origin"}
}

// MethodNotAllowed is 405: allowed lists the methods, as the header Allow does.
func MethodNotAllowed(allowed string) Problem {
	return Problem{Status: http.StatusMethodNotAllowed, Type: "method-not-allowed", Title: "Method not allowed",
		Detail: "allowed: " + allowed}
}

// RequestTimeout is 408: the body came too slowly.
func RequestTimeout() Problem {
	return Problem{Status: http.StatusRequestTimeout, Type: "request-timeout", Title: "Request timed out",
		Detail: "the body did not arrive in time; send it faster"}
}

// BodyTooLarge is 413: the body has more than max bytes.
func BodyTooLarge(max int64) Problem {
	return Problem{Status: http.StatusRequestEntityTooLarge, Type: "body-too-large", Title: "Body too large",
		Detail: fmt.Sprintf("the body is larger than %d bytes", max)}
}

// UnsupportedMediaType is 415: the body is of another kind than JSON in UTF-8.
func UnsupportedMediaType() Problem {
	return Problem{Status: http.StatusUnsupportedMediaType, Type: "unsupported-media-type", Title: "Unsupported media type",
		Detail: "send Content-Type: application/json, in UTF-8 and not compressed"}
}

// MalformedJSON is 400: detail says why the body is not one plain JSON object.
func MalformedJSON(detail string) Problem {
	return Problem{Status: http.StatusBadRequest, Type: "malformed-json", Title: "Malformed JSON", Detail: detail}
}

// InvalidField is 400: detail says what the named member, parameter or header must be.
func InvalidField(field, detail string) Problem {
	return Problem{Status: http.StatusBadRequest, Type: "invalid-field", Title: "Invalid field", Detail: detail, Field: field}
}

// Overloaded is 503: too much is under way; nothing was done.
func Overloaded() Problem {
	return Problem{Status: http.StatusServiceUnavailable, Type: "overloaded", Title: "Overloaded",
		Detail: "too many requests are under way; nothing was done; try again later", RetryAfter: retrySoon}
}

// DatabaseUnavailable is 503: what was done is not known; the same request may be sent again.
func DatabaseUnavailable() Problem {
	return Problem{Status: http.StatusServiceUnavailable, Type: "database-unavailable", Title: "Database unavailable",
		Detail: "the database does not answer; send the same request again later", RetryAfter: retrySoon}
}

// Internal is 500: the log tells what happened, under the request's id.
func Internal() Problem {
	return Problem{Status: http.StatusInternalServerError, Type: "internal", Title: "Internal error",
		Detail: "the service failed; its operators find the cause by requestId"}
}
