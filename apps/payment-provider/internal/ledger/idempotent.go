//go:build !nonidempotent

package ledger

// identify is what a payment is unique by.
func identify(id, key string) (rowID, rowKey string) { return id, key }
