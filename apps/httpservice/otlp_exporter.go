package httpservice

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

const (
	exportDeadline      = 5 * time.Second
	maxExportAnswerSize = 4 << 10
)

// otlpExporter is OpenTelemetry's, and logs what fails.
type otlpExporter struct {
	*otlptrace.Exporter
	logger *slog.Logger
}

func newOTLPExporter(endpoint string, logger *slog.Logger) otlpExporter {
	// What it starts is otlpClient, which cannot fail to.
	exporter, _ := otlptrace.New(context.Background(), otlpClient{
		url: strings.TrimSuffix(endpoint, "/") + "/v1/traces",
		client: &http.Client{
			Timeout:       exportDeadline,
			Transport:     &http.Transport{MaxIdleConns: 1, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 16 << 10},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	})
	return otlpExporter{exporter, logger}
}

// ExportSpans tries once. It logs what fails and returns nil: the SDK would print the error on
// stderr, between the log's lines.
func (e otlpExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if err := e.Exporter.ExportSpans(ctx, spans); err != nil {
		e.logger.Warn("spans are lost", "spans", len(spans), "error", err)
	}
	return nil
}

// otlpClient sends OTLP's protobuf over HTTP. OpenTelemetry's own, otlptracehttp, brings gRPC and
// settings of its own: docs/decisions/018-libraries-first.md.
type otlpClient struct {
	url    string
	client *http.Client
}

func (c otlpClient) Start(context.Context) error { return nil }

// Stop lets go of the connection.
func (c otlpClient) Stop(context.Context) error {
	c.client.CloseIdleConnections()
	return nil
}

// UploadTraces sends TracesData, which OTLP keeps the same as its ExportTraceServiceRequest: that
// is in a package with gRPC.
func (c otlpClient) UploadTraces(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	body, err := proto.Marshal(&tracepb.TracesData{ResourceSpans: spans})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	response, err := c.client.Do(request)
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
