// Package api is payment-provider's HTTP interface.
package api

import (
	"net/http"

	"sre-challenge/apps/httpservice"
)

// Routes are the service's endpoints.
func Routes() httpservice.Routes {
	return httpservice.Routes{
		"/payments/pay": {http.MethodPost: pay},
	}
}
