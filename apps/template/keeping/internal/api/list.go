package api

import (
	"context"
	"net/http"
	"time"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
)

// listLimit is how many entries one answer has at most.
const listLimit = 100

// deadline is how long the database may take.
const deadline = 5 * time.Second

// entryDocument is an entry on the wire.
type entryDocument struct {
	Text   string    `json:"text"`
	MadeAt time.Time `json:"madeAt"`
}

type listDocument struct {
	Entries []entryDocument `json:"entries"`
}

func (e endpoints) list(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), deadline)
	defer cancel()
	found, err := e.entries.Newest(ctx, listLimit)
	if err != nil {
		httpservice.Refuse(w, r, e.problemOf(r, err))
		return
	}
	answer := listDocument{[]entryDocument{}}
	for _, entry := range found {
		answer.Entries = append(answer.Entries, entryDocument{entry.Text, entry.MadeAt.UTC()})
	}
	httpservice.Answer(w, http.StatusOK, answer)
}

// problemOf is what the caller is told of err, which is logged.
func (e endpoints) problemOf(r *http.Request, err error) httpservice.Problem {
	switch {
	case r.Context().Err() != nil:
		// Nobody is left to read this answer.
		return httpservice.DatabaseUnavailable()
	case database.IsUnavailable(err):
		e.logger.WarnContext(r.Context(), "database unavailable", "error", err.Error())
		return httpservice.DatabaseUnavailable()
	}
	e.logger.ErrorContext(r.Context(), "database failed", "error", err.Error())
	return httpservice.Internal()
}
