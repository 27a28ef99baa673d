package httpservice

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Routes maps an exact path to what it answers. Another path gets a 404, another method of a
// known path a 405 with Allow, both as JSON.
type Routes map[string]Methods

// Methods maps an HTTP method to its handler; GET answers HEAD too.
type Methods map[string]http.HandlerFunc

func (routes Routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	methods, found := routes[r.URL.Path]
	if !found {
		Refuse(w, http.StatusNotFound, "no such path")
		return
	}
	handler, found := methods[r.Method]
	if !found && r.Method == http.MethodHead {
		handler, found = methods[http.MethodGet]
	}
	if !found {
		allowed := methods.allowed()
		w.Header().Set("Allow", allowed)
		Refuse(w, http.StatusMethodNotAllowed, "method not allowed; allowed: "+allowed)
		return
	}
	handler(w, r)
}

func (methods Methods) allowed() string {
	names := slices.Collect(maps.Keys(methods))
	if methods[http.MethodGet] != nil && methods[http.MethodHead] == nil {
		names = append(names, http.MethodHead)
	}
	return strings.Join(slices.Sorted(slices.Values(names)), ", ")
}
