package api

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/store"
)

const maxLimit = 1000

// listQuery is GET /invoices' query: limit (0 is none), after, paid, currency.
type listQuery struct {
	filter store.Filter
	limit  int
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// parseListQuery takes each parameter once and no other, so that a misspelt filter is not taken
// for none.
func parseListQuery(raw string) (query listQuery, problem *httpservice.Problem) {
	refuse := func(name, expected string) (listQuery, *httpservice.Problem) {
		problem := httpservice.InvalidField(name, name+" must be "+expected)
		return listQuery{}, &problem
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		problem := httpservice.InvalidField("query", "the query is not properly escaped")
		return listQuery{}, &problem
	}
	for name, all := range values {
		value := all[0]
		if len(all) > 1 {
			return refuse(name, "given once")
		}
		switch name {
		case "limit":
			if query.limit, err = strconv.Atoi(value); err != nil || query.limit < 1 || query.limit > maxLimit {
				return refuse(name, fmt.Sprintf("a number from 1 to %d", maxLimit))
			}
		case "after":
			if query.filter.After = value; !invoice.IsID(value) {
				return refuse(name, "an invoice's id")
			}
		case "paid":
			isPaid := value == "true"
			if query.filter.IsPaid = &isPaid; !isPaid && value != "false" {
				return refuse(name, "true or false")
			}
		case "currency":
			if query.filter.Currency = value; !currencyCode.MatchString(value) {
				return refuse(name, "a code of ISO 4217, such as EUR")
			}
		default:
			problem := httpservice.InvalidField("query",
				fmt.Sprintf("unknown parameter %.100q; known are after, currency, limit and paid", name))
			return listQuery{}, &problem
		}
	}
	return query, nil
}

// next is the query for the page behind the invoice with id.
func (q listQuery) next(id string) string {
	values := url.Values{"limit": {strconv.Itoa(q.limit)}, "after": {id}}
	if q.filter.IsPaid != nil {
		values.Set("paid", strconv.FormatBool(*q.filter.IsPaid))
	}
	if q.filter.Currency != "" {
		values.Set("currency", q.filter.Currency)
	}
	return values.Encode()
}
