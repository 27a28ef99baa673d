package httpservice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"
)

// ReadJSON reads the body, one JSON object of at most MaxBodyBytes, into dest, a pointer to a struct.
// It returns nil, or the problem to Refuse with; dest is then not to be used:
//
//   - unsupported-media-type: Content-Type is neither application/json nor absent (as old clients
//     have it), the charset is not UTF-8, or the body is compressed;
//   - body-too-large, request-timeout;
//   - malformed-json: empty, cut short, not JSON, not an object, more after it, invalid UTF-8
//     (also by \u escapes), nested deeper than 16, or a member twice in one object;
//   - invalid-field: a member of a type that dest does not take.
//
// Members are told apart without regard to case, as encoding/json does. Unknown ones are let
// through. A missing or null member leaves dest as it was. A json.Number also takes a number in
// quotes: use a json.RawMessage where that matters.
func ReadJSON(r *http.Request, dest any) *Problem {
	if !sendsJSON(r.Header) {
		return refer(UnsupportedMediaType())
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return refer(unreadable(err))
	}
	return parseJSON(body, dest)
}

func parseJSON(body []byte, dest any) *Problem {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return refer(MalformedJSON("the body is empty; expected a JSON object"))
	case !utf8.Valid(body):
		return refer(MalformedJSON("the body is not valid UTF-8"))
	case !json.Valid(body):
		return refer(MalformedJSON("the body is not one valid JSON value"))
	case body[0] != '{':
		return refer(MalformedJSON("the body is not a JSON object"))
	}
	if err := checkPlain(body); err != nil {
		return refer(MalformedJSON(err.Error()))
	}
	err := json.Unmarshal(body, dest)
	if wrongType, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return refer(InvalidField(wrongType.Field, fmt.Sprintf("%s must not be a JSON %s", wrongType.Field, jsonKind(wrongType.Value))))
	}
	if err != nil {
		return refer(MalformedJSON("the body does not have the expected form"))
	}
	return nil
}

// jsonKind is "number" of encoding/json's "number 1.5": the value itself may be long.
func jsonKind(value string) string {
	kind, _, _ := strings.Cut(value, " ")
	return kind
}

func refer(problem Problem) *Problem { return &problem }

func sendsJSON(header http.Header) bool {
	if encoding := header.Values("Content-Encoding"); len(encoding) > 0 && !strings.EqualFold(encoding[0], "identity") {
		return false
	}
	contentTypes := header.Values("Content-Type")
	if len(contentTypes) == 0 {
		return true
	}
	mediaType, parameters, err := mime.ParseMediaType(contentTypes[0])
	charset, hasCharset := parameters["charset"]
	return err == nil && len(contentTypes) == 1 && mediaType == "application/json" &&
		(!hasCharset || strings.EqualFold(charset, "utf-8"))
}

func unreadable(err error) Problem {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return BodyTooLarge(tooLarge.Limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return RequestTimeout()
	}
	return MalformedJSON("the body ended too early")
}
