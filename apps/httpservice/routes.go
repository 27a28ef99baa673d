package httpservice

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Routes maps a path to what it answers. A segment in braces, as in "/payments/{id}", stands for
// any one segment that is not empty; handlers read it, unescaped, by r.PathValue("id"). An exact
// path goes before one with wildcards. Two patterns with wildcards must not match the same path.
//
// Another path gets a 404, another method of a known path a 405 with Allow, a request that a
// browser sends for another origin's page a 403, all as problems.
// r.Pattern is set to the path's pattern, and the body is there before a handler is called.
type Routes map[string]Methods

// Methods maps an HTTP method to its handler; GET answers HEAD too.
type Methods map[string]http.HandlerFunc

// Wrap returns the same routes with what wrap makes of each handler.
func (routes Routes) Wrap(wrap func(method string, handler http.HandlerFunc) http.HandlerFunc) Routes {
	wrapped := Routes{}
	for pattern, methods := range routes {
		wrapped[pattern] = Methods{}
		for method, handler := range methods {
			wrapped[pattern][method] = wrap(method, handler)
		}
	}
	return wrapped
}

func (routes Routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pattern, found := routes.match(r)
	if !found {
		Refuse(w, r, NotFound("no such path"))
		return
	}
	r.Pattern = pattern
	methods := routes[pattern]
	handler, found := methods[r.Method]
	if !found && r.Method == http.MethodHead {
		handler, found = methods[http.MethodGet]
	}
	if !found {
		allowed := methods.allowed()
		w.Header().Set("Allow", allowed)
		Refuse(w, r, MethodNotAllowed(allowed))
		return
	}
	if isCrossOrigin(r) {
		Refuse(w, r, CrossOrigin())
		return
	}
	awaitBody(w, r)
	handler(w, r)
}

// match compares segment by segment as they were sent, so that an escaped slash is a part of its
// segment, and sets the path values.
func (routes Routes) match(r *http.Request) (pattern string, found bool) {
	sent := strings.Split(r.URL.EscapedPath(), "/")
	var values map[string]string
	for candidate := range routes {
		captured, matches := matchSegments(strings.Split(candidate, "/"), sent)
		if matches && (!found || len(captured) == 0) {
			pattern, values, found = candidate, captured, true
		}
	}
	for name, value := range values {
		r.SetPathValue(name, value)
	}
	return pattern, found
}

func matchSegments(pattern, sent []string) (values map[string]string, matches bool) {
	if len(pattern) != len(sent) {
		return nil, false
	}
	for i, expected := range pattern {
		segment, err := url.PathUnescape(sent[i])
		if err != nil {
			return nil, false
		}
		name, isWildcard := wildcard(expected)
		switch {
		case isWildcard && segment != "":
			if values == nil {
				values = map[string]string{}
			}
			values[name] = segment
		case isWildcard || segment != expected:
			return nil, false
		}
	}
	return values, true
}

func wildcard(segment string) (name string, isWildcard bool) {
	name, hasBrace := strings.CutPrefix(segment, "{")
	name, hasBoth := strings.CutSuffix(name, "}")
	return name, hasBrace && hasBoth
}

func (methods Methods) allowed() string {
	names := slices.Collect(maps.Keys(methods))
	if methods[http.MethodGet] != nil && methods[http.MethodHead] == nil {
		names = append(names, http.MethodHead)
	}
	return strings.Join(slices.Sorted(slices.Values(names)), ", ")
}
