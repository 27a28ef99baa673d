//go:build nonidempotent

package ledger

import "crypto/rand"

// identify makes each attempt a payment of its own. Only chaos builds with this tag, to show that
// it catches a provider that pays twice.
func identify(id, key string) (rowID, rowKey string) {
	attempt := "#" + rand.Text()
	return id + attempt, key + attempt
}
