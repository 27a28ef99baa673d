package httpservice

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

const (
	exportDeadline      = 5 * time.Second
	maxExportAnswerSize = 4 << 10
)

// otlpExporter sends spans to a collector as OTLP/JSON over HTTP. OpenTelemetry's own exporter
// brings gRPC and protobuf, which would make each service half as large again.
type otlpExporter struct {
	url    string
	client *http.Client
	logger *slog.Logger
}

func newOTLPExporter(endpoint string, logger *slog.Logger) *otlpExporter {
	return &otlpExporter{
		url: strings.TrimSuffix(endpoint, "/") + "/v1/traces",
		client: &http.Client{
			Timeout:       exportDeadline,
			Transport:     &http.Transport{MaxIdleConns: 1, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 16 << 10},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		logger: logger,
	}
}

// ExportSpans tries once. It logs what fails and returns nil: the SDK would print the error on
// stderr, between the log's lines.
func (e *otlpExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if err := e.send(ctx, spans); err != nil {
		e.logger.Warn("spans are lost", "spans", len(spans), "error", err)
	}
	return nil
}

// Shutdown lets go of the connection.
func (e *otlpExporter) Shutdown(context.Context) error {
	e.client.CloseIdleConnections()
	return nil
}

func (e *otlpExporter) send(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	body, err := json.Marshal(otlpRequestOf(spans))
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(response.Body, maxExportAnswerSize))
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answered %d: %.200q", response.StatusCode, answer)
	}
	return nil
}
