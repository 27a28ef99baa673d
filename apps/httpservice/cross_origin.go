package httpservice

import "net/http"

var crossOrigin = http.NewCrossOriginProtection()

// isCrossOrigin tells whether a browser sent the request for a page of another origin. GET, HEAD
// and OPTIONS never count, as they change nothing; nor does a caller that is no browser, which
// sends neither Sec-Fetch-Site nor Origin.
func isCrossOrigin(r *http.Request) bool {
	return crossOrigin.Check(r) != nil
}
