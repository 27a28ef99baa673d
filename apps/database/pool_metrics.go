package database

import (
	"io"

	"github.com/VictoriaMetrics/metrics"
	"github.com/jackc/pgx/v5/pgxpool"
)

// RegisterPoolMetrics adds the pool's figures to set, read together at each scrape.
func RegisterPoolMetrics(set *metrics.Set, pool *pgxpool.Pool) {
	set.RegisterMetricsWriter(func(w io.Writer) {
		stat := pool.Stat()
		metrics.WriteGaugeUint64(w, "database_pool_connections_max", uint64(stat.MaxConns()))
		metrics.WriteGaugeUint64(w, `database_pool_connections{state="idle"}`, uint64(stat.IdleConns()))
		metrics.WriteGaugeUint64(w, `database_pool_connections{state="used"}`, uint64(stat.AcquiredConns()))
		metrics.WriteGaugeUint64(w, `database_pool_connections{state="connecting"}`, uint64(stat.ConstructingConns()))
		metrics.WriteCounterUint64(w, "database_pool_connections_opened_total", uint64(stat.NewConnsCount()))
		metrics.WriteCounterUint64(w, "database_pool_acquires_total", uint64(stat.AcquireCount()))
		metrics.WriteCounterUint64(w, "database_pool_acquires_canceled_total", uint64(stat.CanceledAcquireCount()))
		metrics.WriteCounterUint64(w, "database_pool_acquires_waited_total", uint64(stat.EmptyAcquireCount()))
		metrics.WriteCounterFloat64(w, "database_pool_acquire_wait_seconds_total", stat.EmptyAcquireWaitTime().Seconds())
	})
}
