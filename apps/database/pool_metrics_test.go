package database

import (
	"strings"
	"testing"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/database/databasetest"
)

func TestPoolMetrics(t *testing.T) {
	settings := settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service))
	settings.MaxConnections = 3
	pool := openPool(t, settings)
	set := metrics.NewSet()
	RegisterPoolMetrics(set, pool)
	expect := func(lines ...string) {
		t.Helper()
		var text strings.Builder
		set.WritePrometheus(&text)
		for _, line := range lines {
			if !strings.Contains(text.String(), line+"\n") {
				t.Errorf("lacks %s:\n%s", line, &text)
			}
		}
	}
	expect("database_pool_connections_max 3", `database_pool_connections{state="used"} 0`, "database_pool_acquires_total 0")
	connection, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expect(`database_pool_connections{state="used"} 1`, `database_pool_connections{state="idle"} 0`, "database_pool_acquires_total 1",
		"database_pool_connections_opened_total 1", "database_pool_acquires_waited_total 1")
	connection.Release()
	expect(`database_pool_connections{state="used"} 0`, `database_pool_connections{state="idle"} 1`)
}
