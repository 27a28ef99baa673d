package api

import (
	"encoding/json"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

func TestBadInput(t *testing.T) {
	const create = "POST /invoices"
	body := func(id, value, currency string) string {
		return `{"InvoiceId":` + id + `,"Value":` + value + `,"Currency":` + currency + `}`
	}
	fine := body(`"X1"`, "1", `"EUR"`)
	tests := map[string]struct {
		target, body string
		header       []string
		wantStatus   int
		wantType     string
		wantField    string
	}{
		"empty":                   {create, " ", nil, 400, "malformed-json", ""},
		"not JSON":                {create, "invoice", nil, 400, "malformed-json", ""},
		"cut short":               {create, fine[:20], nil, 400, "malformed-json", ""},
		"more after it":           {create, fine + fine, nil, 400, "malformed-json", ""},
		"array":                   {create, "[" + fine + "]", nil, 400, "malformed-json", ""},
		"null":                    {create, "null", nil, 400, "malformed-json", ""},
		"deep":                    {create, strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000), nil, 400, "malformed-json", ""},
		"huge":                    {create, `{"InvoiceId":"` + strings.Repeat("x", 1<<20) + `"}`, nil, 413, "body-too-large", ""},
		"duplicate key":           {create, `{"InvoiceId":"X1","Value":1,"Value":2,"Currency":"EUR"}`, nil, 400, "malformed-json", ""},
		"duplicate in other case": {create, `{"InvoiceId":"X1","Value":1,"value":2,"Currency":"EUR"}`, nil, 400, "malformed-json", ""},
		"invalid UTF-8":           {create, body("\"\xff\"", "1", `"EUR"`), nil, 400, "malformed-json", ""},
		"half a pair":             {create, body(`"\ud800"`, "1", `"EUR"`), nil, 400, "malformed-json", ""},
		"text/plain":              {create, fine, []string{"Content-Type", "text/plain"}, 415, "unsupported-media-type", ""},
		"a form":                  {create, "a=b", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported-media-type", ""},
		"compressed":              {create, fine, []string{"Content-Encoding", "gzip"}, 415, "unsupported-media-type", ""},
		"no id":                   {create, `{"Value":1,"Currency":"EUR"}`, nil, 400, "invalid-field", "InvoiceId"},
		"id null":                 {create, body("null", "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id empty":                {create, body(`""`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id number":               {create, body("7", "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id too long":             {create, body(`"`+strings.Repeat("x", 129)+`"`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id injects a header":     {create, body(`"X1\r\nX-Admin: yes"`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id with NUL":             {create, body(`"X\u0000"`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id with space":           {create, body(`"X 1"`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id not ASCII":            {create, body(`"Ünlü"`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"no value":                {create, `{"InvoiceId":"X1","Currency":"EUR"}`, nil, 400, "invalid-field", "Value"},
		"value null":              {create, body(`"X1"`, "null", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value in quotes":         {create, body(`"X1"`, `"1"`, `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value true":              {create, body(`"X1"`, "true", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value NaN":               {create, body(`"X1"`, "NaN", `"EUR"`), nil, 400, "malformed-json", ""},
		"value infinite":          {create, body(`"X1"`, "1e400", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value zero":              {create, body(`"X1"`, "0", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value negative":          {create, body(`"X1"`, "-1", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value too fine":          {create, body(`"X1"`, "1.001", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value of half a yen":     {create, body(`"X1"`, "1.5", `"JPY"`), nil, 400, "invalid-field", "Value"},
		"value too large":         {create, body(`"X1"`, "1e15", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"value an object":         {create, body(`"X1"`, "{}", `"EUR"`), nil, 400, "invalid-field", "Value"},
		"no currency":             {create, `{"InvoiceId":"X1","Value":1}`, nil, 400, "invalid-field", "Currency"},
		"currency unknown":        {create, body(`"X1"`, "1", `"ABC"`), nil, 400, "invalid-field", "Currency"},
		"currency small":          {create, body(`"X1"`, "1", `"eur"`), nil, 400, "invalid-field", "Currency"},
		"currency number":         {create, body(`"X1"`, "1", "978"), nil, 400, "invalid-field", "Currency"},
		"currency SQL":            {create, body(`"X1"`, "1", `"EUR'); DROP TABLE invoices; --"`), nil, 400, "invalid-field", "Currency"},
		"unknown parameter":       {"GET /invoices?pade=true", "", nil, 400, "invalid-field", "query"},
		"parameter twice":         {"GET /invoices?paid=true&paid=false", "", nil, 400, "invalid-field", "paid"},
		"paid perhaps":            {"GET /invoices?paid=perhaps", "", nil, 400, "invalid-field", "paid"},
		"limit zero":              {"GET /invoices?limit=0", "", nil, 400, "invalid-field", "limit"},
		"limit negative":          {"GET /invoices?limit=-1", "", nil, 400, "invalid-field", "limit"},
		"limit huge":              {"GET /invoices?limit=1001", "", nil, 400, "invalid-field", "limit"},
		"limit overflows":         {"GET /invoices?limit=99999999999999999999", "", nil, 400, "invalid-field", "limit"},
		"limit no number":         {"GET /invoices?limit=all", "", nil, 400, "invalid-field", "limit"},
		"after nobody":            {"GET /invoices?after=I9", "", nil, 400, "invalid-field", "after"},
		"after empty":             {"GET /invoices?after=", "", nil, 400, "invalid-field", "after"},
		"after injects a header":  {"GET /invoices?after=I1%0D%0AX-Admin:%20yes", "", nil, 400, "invalid-field", "after"},
		"currency by small code":  {"GET /invoices?currency=eur", "", nil, 400, "invalid-field", "currency"},
		"badly escaped":           {"GET /invoices?after=%zz", "", nil, 400, "invalid-field", "query"},
		"semicolon":               {"GET /invoices?limit=1;paid=true", "", nil, 400, "invalid-field", "query"},
		"other site creates":      {create, fine, []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross-origin", ""},
		"other site's form pays":  {"POST /invoices/pay", "a=b", []string{"Origin", "https://evil.example", "Content-Type", "application/x-www-form-urlencoded"}, 403, "cross-origin", ""},
		"other site pays":         {"POST /invoices/pay", "", []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross-origin", ""},
		"other port pays":         {"POST /invoices/pay", "", []string{"Sec-Fetch-Site", "same-site"}, 403, "cross-origin", ""},
		"sandboxed page pays":     {"POST /invoices/pay", "", []string{"Origin", "null"}, 403, "cross-origin", ""},
		"DELETE":                  {"DELETE /invoices", "", nil, 405, "method-not-allowed", ""},
		"PATCH":                   {"PATCH /invoices", `{"IsPaid":false}`, nil, 405, "method-not-allowed", ""},
		"GET pay":                 {"GET /invoices/pay", "", nil, 405, "method-not-allowed", ""},
		"POST document":           {"POST /openapi.json", "", nil, 405, "method-not-allowed", ""},
		"no such invoice":         {"GET /invoices/I9", "", nil, 404, "not-found", ""},
		"id of a line break":      {"GET /invoices/%0A", "", nil, 400, "invalid-field", "id"},
		"id of a zero byte":       {"GET /invoices/%00", "", nil, 400, "invalid-field", "id"},
		"path id too long":        {"GET /invoices/" + strings.Repeat("x", 129), "", nil, 400, "invalid-field", "id"},
		"id of SQL":               {"GET /invoices/'OR'1'='1", "", nil, 404, "not-found", ""},
		"id of a step in a path":  {create, body(`"."`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"id of a step upwards":    {create, body(`".."`, "1", `"EUR"`), nil, 400, "invalid-field", "InvoiceId"},
		"pay no such":             {"POST /invoices/I9/pay", "", nil, 404, "not-found", ""},
		"pay of a line break":     {"POST /invoices/%0A/pay", "", nil, 400, "invalid-field", "id"},
		"other site pays one":     {"POST /invoices/I1/pay", "", []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross-origin", ""},
		"GET pay one":             {"GET /invoices/I1/pay", "", nil, 405, "method-not-allowed", ""},
		"DELETE one":              {"DELETE /invoices/I1", "", nil, 405, "method-not-allowed", ""},
		"PATCH one":               {"PATCH /invoices/I1", `{"IsPaid":true}`, nil, 405, "method-not-allowed", ""},
		"no such path":            {"GET /invoices/I1/lines", "", nil, 404, "not-found", ""},
		"path upwards":            {"GET /invoices/../healthz/x", "", nil, 404, "not-found", ""},
		"path with slash":         {"GET /invoices/", "", nil, 404, "not-found", ""},
	}
	s := serve(t, databasetest.Shared(t).NewDatabase(t), paysAll)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			method, path, _ := strings.Cut(test.target, " ")
			response, read := s.call(t, method, path, test.body, test.header...)
			var problem struct{ Type, Title, Detail, Field, RequestID string }
			if err := json.Unmarshal([]byte(read), &problem); err != nil {
				t.Fatalf("%d %s: %v", response.StatusCode, read, err)
			}
			if response.StatusCode != test.wantStatus || problem.Type != "urn:sre-challenge:problem:"+test.wantType || problem.Field != test.wantField {
				t.Errorf("got %d %s", response.StatusCode, read)
			}
			if response.Header.Get("Content-Type") != "application/problem+json" || problem.Title == "" || problem.Detail == "" || problem.RequestID == "" {
				t.Errorf("%v is no full problem: %s", response.Header, read)
			}
		})
	}
	response, read := s.call(t, "GET", "/invoices", "")
	if response.StatusCode != 200 || strings.Count(read, "InvoiceId") != 3 || strings.Contains(read, `"IsPaid":true`) {
		t.Errorf("afterwards there is %s", read)
	}
}
