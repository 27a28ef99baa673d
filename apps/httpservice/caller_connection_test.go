package httpservice

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// An oversized header is answered by the field that did not end, however it arrives.
func TestOversizedFieldIsAnswered(t *testing.T) {
	tests := map[string]struct {
		headers string
		want    string
	}{
		"the field":            {"Token: " + strings.Repeat("x", 100<<10), "401 Unauthorized"},
		"in small letters":     {"token: " + strings.Repeat("x", 100<<10), "401 Unauthorized"},
		"behind others":        {"A: " + longest[:8<<10] + "\r\nToken: " + strings.Repeat("x", 100<<10), "401 Unauthorized"},
		"another":              {"Cookie: " + strings.Repeat("x", 100<<10), "431 Request Header Fields Too Large"},
		"another, behind it":   {"Token: x\r\nCookie: " + strings.Repeat("x", 100<<10), "431 Request Header Fields Too Large"},
		"its name in a value":  {"Cookie: Token: " + strings.Repeat("x", 100<<10), "431 Request Header Fields Too Large"},
		"a name that is none":  {strings.Repeat("x", 100<<10), "431 Request Header Fields Too Large"},
		"many":                 {strings.Repeat("Token: x\r\nA: x\r\n", 10<<10) + "\r\n", ""},
		"just within the room": {"Token: " + longest[:8<<10] + "\r\n", "200 OK"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			listener := newPipeListener()
			service := pipeService(0, Routes{"/": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { Answer(w, 200, "") }}})
			service.OversizedField = func(field string) *Problem {
				if field != "Token" {
					return nil
				}
				return &Problem{Status: 401, Type: "who", Title: "Who?", Detail: "say it shorter", Challenge: "Bearer"}
			}
			go service.serve(t.Context(), listener)
			connection, err := listener.dial(t.Context(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				_, _ = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: s\r\nConnection: close\r\n"+test.headers+"\r\n")
			}()
			read, err := io.ReadAll(connection)
			answer := string(read)
			if err != nil || !strings.HasPrefix(answer, "HTTP/1.1 "+test.want) {
				t.Errorf("got %s, %v", answer, err)
			}
			for _, part := range []string{"\r\nWww-Authenticate: Bearer\r\n", "\r\nConnection: close\r\n", "\r\nContent-Type: application/problem+json\r\n", `"title":"Who?"`} {
				if test.want == "401 Unauthorized" && !strings.Contains(answer, part) {
					t.Errorf("%s lacks %q", answer, part)
				}
			}
		})
	}
}

// What was answered weighs no more: else a busy caller would be dropped in the end.
func TestAnsweredRequestsDropNobody(t *testing.T) {
	p := startPushed(t)
	request := "GET /books HTTP/1.1\r\nHost: s\r\nNote: " + longest[:2<<10] + "\r\n\r\n"
	const requests = 3000
	p.flood(t, requests, request)
	if sent := requests * len(request); sent < 2*maxReceived {
		t.Fatalf("only %d bytes were sent", sent)
	}
	expectFigures(t, p.service.Metrics, `http_connections_dropped_total 0`, `http_requests_total{route="/books",method="GET",status="200"} 3000`)
}
