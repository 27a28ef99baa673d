package httpservice

import (
	"net/http"
	"sync/atomic"
)

// shedding returns the same routes that answer Overloaded while max requests are at work over all
// of them, or the headers of those at work have no room for one more; 0 is no limit. Waiting for a
// caller is no work: the body is there before a place is taken, and the place is free while the
// answer is written. Probes are not among these routes: an instance that is busy is neither dead nor
// to be left out.
func (routes Routes) shedding(max int) Routes {
	if max == 0 {
		return routes
	}
	places := &places{max: int64(max)}
	return routes.Wrap(func(_ string, handler http.HandlerFunc) http.HandlerFunc { return places.shedding(handler) })
}

type places struct {
	max   int64
	taken atomic.Int64
}

func (p *places) shedding(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if p.taken.Add(1) > p.max || !callerOf(r.Context()).hasRoom() {
			p.taken.Add(-1)
			Refuse(w, r, Overloaded())
			return
		}
		writer := &placeWriter{w, p, callerOf(r.Context())}
		writer.caller.serve()
		defer writer.leave()
		next(writer, r)
	}
}

// placeWriter has no place while its caller is to read. Who is done reading works on at once:
// those at work may then be more than max, by no more than maxAwaited.
type placeWriter struct {
	http.ResponseWriter
	places *places
	caller caller
}

func (w *placeWriter) Write(part []byte) (int, error) {
	w.leave()
	defer func() {
		w.places.taken.Add(1)
		w.caller.serve()
	}()
	return w.ResponseWriter.Write(part)
}

func (w *placeWriter) leave() {
	w.places.taken.Add(-1)
	w.caller.await()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *placeWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
