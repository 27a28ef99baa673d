package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/payment-provider/internal/payment"
)

const maxBodyBytes = 64 << 10

// pay takes a payment.Request and answers {"id": …} with the id it was sent; 400 or 413 with
// {"error": …} tells what is wrong with the request.
func pay(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		httpservice.Refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("body is larger than %d bytes", maxBodyBytes))
		return
	}
	if err != nil {
		httpservice.Refuse(w, http.StatusBadRequest, "body ended too early")
		return
	}
	request, err := payment.ParseRequest(body)
	if err != nil {
		httpservice.Refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	httpservice.Answer(w, http.StatusOK, map[string]string{"id": request.ID})
}
