package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/httpservicetest"
	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/service/servicetest"
)

// app is a payment-provider that serves in this process. Each answer is held to its document, if it has
// one.
type app struct {
	*httpservicetest.Service
	document *openapitest.Document
}

// start serves until the test ends, on the variables of a database and those of the service.
func start(t *testing.T, variables ...map[string]string) *app {
	t.Helper()
	s := launch(t, variables...)
	_, document := httpservicetest.Get(t, s.URL+"/openapi.json")
	s.document = openapitest.Read(t, document)
	return s
}

// launch is start without the document, which not every caller may read.
func launch(t *testing.T, variables ...map[string]string) *app {
	t.Helper()
	return &app{Service: servicetest.Start(t, paymentProvider, variables...)}
}

// migrated is an empty database that has the ledger.
func migrated(t *testing.T) *databasetest.Database {
	t.Helper()
	return servicetest.Migrated(t, paymentProvider)
}

type answer struct {
	*http.Response
	body []byte
}

// problem is the answer's problem type without its prefix; "" if it is none.
func (a answer) problem() string {
	var document struct{ Type string }
	if a.Header.Get("Content-Type") != "application/problem+json" || json.Unmarshal(a.body, &document) != nil {
		return ""
	}
	return strings.TrimPrefix(document.Type, "urn:sre-challenge:problem:")
}

func (s *app) pay(t *testing.T, body string, headers ...string) answer {
	t.Helper()
	return s.do(t, "POST", "/payments/pay", body, headers...)
}

// do sends a request with header names and values in turn.
func (s *app) do(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == "POST" {
		request.Header.Set("Content-Type", "application/json")
	}
	for at := 0; at < len(headers); at += 2 {
		request.Header[headers[at]] = strings.Split(headers[at+1], "|")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if s.document != nil && s.document.Has(response.Request) {
		s.document.Check(t, []byte(body), response, read)
	}
	return answer{response, read}
}

// send writes a request as it stands and returns the answer's status, such as "400".
func (s *app) send(t *testing.T, request string) (status string) {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, request); err != nil {
		t.Fatal(err)
	}
	start := make([]byte, len("HTTP/1.1 400"))
	if _, err := io.ReadFull(connection, start); err != nil {
		t.Fatal(err)
	}
	return string(start[len("HTTP/1.1 "):])
}

func countPayments(t *testing.T, team *databasetest.Database) (rows int) {
	t.Helper()
	if err := team.Connect(t, databasetest.Service).QueryRow(t.Context(), "SELECT count(*) FROM payments").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}
