package httpservice

import "net/http"

// shedding returns the same routes that answer Overloaded while max requests are under way over
// all of them; 0 is no limit. Probes are not among these routes: an instance that is busy is
// neither dead nor to be left out.
func (routes Routes) shedding(max int) Routes {
	if max == 0 {
		return routes
	}
	places := make(chan struct{}, max)
	shedding := Routes{}
	for pattern, methods := range routes {
		shedding[pattern] = Methods{}
		for method, handler := range methods {
			shedding[pattern][method] = sheddingHandler(places, handler)
		}
	}
	return shedding
}

func sheddingHandler(places chan struct{}, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			next(w, r)
		default:
			Refuse(w, r, Overloaded())
		}
	}
}
