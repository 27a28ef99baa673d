package main

import (
	"fmt"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

func TestBadInputIsRefusedAndNothingIsStored(t *testing.T) {
	team := migrated(t)
	s := start(t, team.Variables(databasetest.Service))
	member := func(name, value string) string {
		members := map[string]string{"id": `"B1"`, "value": "1", "currency": `"EUR"`}
		members[name] = value
		return fmt.Sprintf(`{"id":%s,"value":%s,"currency":%s}`, members["id"], members["value"], members["currency"])
	}
	const good = `{"id":"B1","value":1,"currency":"EUR"}`
	bodies := map[string]struct {
		body       string
		wantStatus int
		want       string
	}{
		"empty":                      {"", 400, "malformed-json"},
		"blank":                      {" \r\n\t", 400, "malformed-json"},
		"huge":                       {member("id", `"`+strings.Repeat("x", 10<<20)+`"`), 413, "body-too-large"},
		"deep arrays":                {strings.Repeat("[", 15000), 400, "malformed-json"},
		"deep and closed":            {member("note", "1")[:1] + `"note":` + strings.Repeat("[", 8000) + strings.Repeat("]", 8000) + "}", 400, "malformed-json"},
		"cut short":                  {good[:20], 400, "malformed-json"},
		"no JSON":                    {"id=B1&value=1&currency=EUR", 400, "malformed-json"},
		"XML":                        {"<payment/>", 400, "malformed-json"},
		"null":                       {"null", 400, "malformed-json"},
		"array":                      {"[" + good + "]", 400, "malformed-json"},
		"two objects":                {good + good, 400, "malformed-json"},
		"trailing text":              {good + "x", 400, "malformed-json"},
		"no UTF-8":                   {member("id", "\"\xff\xfe\""), 400, "malformed-json"},
		"half a surrogate pair":      {member("id", `"\ud800"`), 400, "malformed-json"},
		"same member twice":          {`{"id":"B1","value":1,"value":100,"currency":"EUR"}`, 400, "malformed-json"},
		"same member in other case":  {`{"id":"B1","value":1,"Value":100,"currency":"EUR"}`, 400, "malformed-json"},
		"NaN":                        {member("value", "NaN"), 400, "malformed-json"},
		"Infinity":                   {member("value", "Infinity"), 400, "malformed-json"},
		"leading zero":               {member("value", "012"), 400, "malformed-json"},
		"hexadecimal":                {member("value", "0x1"), 400, "malformed-json"},
		"NaN in quotes":              {member("value", `"NaN"`), 400, "invalid-field"},
		"number in quotes":           {member("value", `"1"`), 400, "invalid-field"},
		"negative":                   {member("value", "-1"), 400, "invalid-field"},
		"zero":                       {member("value", "0.00"), 400, "invalid-field"},
		"minus zero":                 {member("value", "-0"), 400, "invalid-field"},
		"more decimals than cents":   {member("value", "0.001"), 400, "invalid-field"},
		"too large":                  {member("value", "1000000000000000"), 400, "invalid-field"},
		"exponent to fill a disk":    {member("value", "1e2147483647"), 400, "invalid-field"},
		"endless digits":             {member("value", strings.Repeat("9", 16000)), 400, "invalid-field"},
		"value of wrong type":        {member("value", "true"), 400, "invalid-field"},
		"value missing":              {`{"id":"B1","currency":"EUR"}`, 400, "invalid-field"},
		"id missing":                 {`{"value":1,"currency":"EUR"}`, 400, "invalid-field"},
		"id of wrong type":           {member("id", "1"), 400, "invalid-field"},
		"id an object":               {member("id", `{"$ne":""}`), 400, "invalid-field"},
		"id over-long":               {member("id", `"`+strings.Repeat("x", 129)+`"`), 400, "invalid-field"},
		"id with zero byte":          {member("id", `"B\u0000"`), 400, "invalid-field"},
		"id with line break":         {member("id", `"B\r\nX: 1"`), 400, "invalid-field"},
		"currency missing":           {`{"id":"B1","value":1}`, 400, "invalid-field"},
		"currency unknown":           {member("currency", `"ABC"`), 400, "invalid-field"},
		"currency in small letters":  {member("currency", `"eur"`), 400, "invalid-field"},
		"currency of wrong type":     {member("currency", `["EUR"]`), 400, "invalid-field"},
		"currency with SQL":          {member("currency", `"EUR'; DROP TABLE payments; --"`), 400, "invalid-field"},
		"yen with decimals":          {`{"id":"B1","value":1.5,"currency":"JPY"}`, 400, "invalid-field"},
		"members with other letters": {`{"іd":"B1","value":1,"currency":"EUR"}`, 400, "invalid-field"},
	}
	for name, test := range bodies {
		t.Run(name, func(t *testing.T) {
			if got := s.pay(t, test.body); got.StatusCode != test.wantStatus || got.problem() != test.want {
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
		})
	}
	requests := map[string]struct {
		method, path string
		headers      []string
		wantStatus   int
		want         string
	}{
		"wrong method":        {"GET", "/payments/pay/", nil, 404, "not-found"},
		"delete":              {"DELETE", "/payments/I1", nil, 405, "method-not-allowed"},
		"put":                 {"PUT", "/payments/pay", nil, 405, "method-not-allowed"},
		"unknown method":      {"PAY", "/payments/pay", nil, 405, "method-not-allowed"},
		"path of a folder":    {"GET", "/payments/../etc/passwd", nil, 404, "not-found"},
		"over-long path":      {"GET", "/payments/" + strings.Repeat("x", 129), nil, 400, "invalid-field"},
		"zero byte in a path": {"GET", "/payments/%00", nil, 400, "invalid-field"},
		"bytes in a path":     {"GET", "/payments/%ff", nil, 400, "invalid-field"},
		"form":                {"POST", "/payments/pay", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported-media-type"},
		"other charset":       {"POST", "/payments/pay", []string{"Content-Type", "application/json; charset=utf-16"}, 415, "unsupported-media-type"},
		"compressed":          {"POST", "/payments/pay", []string{"Content-Encoding", "gzip"}, 415, "unsupported-media-type"},
		"key empty":           {"POST", "/payments/pay", []string{"Idempotency-Key", ""}, 400, "invalid-field"},
		"key with space":      {"POST", "/payments/pay", []string{"Idempotency-Key", "a b"}, 400, "invalid-field"},
		"key with umlaut":     {"POST", "/payments/pay", []string{"Idempotency-Key", "ä"}, 400, "invalid-field"},
		"key over-long":       {"POST", "/payments/pay", []string{"Idempotency-Key", strings.Repeat("k", 256)}, 400, "invalid-field"},
		"other site":          {"POST", "/payments/pay", []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross-origin"},
		"other port":          {"POST", "/payments/pay", []string{"Sec-Fetch-Site", "same-site"}, 403, "cross-origin"},
		"other origin":        {"POST", "/payments/pay", []string{"Origin", "https://evil.example"}, 403, "cross-origin"},
		"two keys":            {"POST", "/payments/pay", []string{"Idempotency-Key", "a|b"}, 400, "invalid-field"},
	}
	for name, test := range requests {
		t.Run(name, func(t *testing.T) {
			body := ""
			if test.method == "POST" {
				body = good
			}
			if got := s.do(t, test.method, test.path, body, test.headers...); got.StatusCode != test.wantStatus || got.problem() != test.want {
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
		})
	}
	raw := map[string]string{
		"line folded in a key":      "POST /payments/pay HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\r\n b\r\nContent-Length: 38\r\n\r\n" + good,
		"bare line feed in a key":   "POST /payments/pay HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\rb\r\nContent-Length: 38\r\n\r\n" + good,
		"zero byte in a key":        "POST /payments/pay HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\x00b\r\nContent-Length: 38\r\n\r\n" + good,
		"space before the colon":    "POST /payments/pay HTTP/1.1\r\nHost: x\r\nIdempotency-Key : a\r\nContent-Length: 38\r\n\r\n" + good,
		"two lengths":               "POST /payments/pay HTTP/1.1\r\nHost: x\r\nContent-Length: 38\r\nContent-Length: 5\r\n\r\n" + good,
		"header injected by a body": "POST /payments/pay HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n\r\nIdempotency-Key: a\r\n\r\n" + good,
	}
	for name, request := range raw {
		t.Run(name, func(t *testing.T) {
			if status := s.send(t, request); status != "400" {
				t.Errorf("got %s", status)
			}
		})
	}
	if rows := countPayments(t, team); rows != 0 {
		t.Errorf("%d payments are stored", rows)
	}
	if strings.Contains(s.Log.String(), `"panic"`) {
		t.Errorf("it panicked: %s", s.Log)
	}
	if got := s.pay(t, good); got.StatusCode != 200 || countPayments(t, team) != 1 {
		t.Errorf("a good request after all: %d %s", got.StatusCode, got.body)
	}
}
