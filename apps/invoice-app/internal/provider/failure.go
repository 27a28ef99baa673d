package provider

// Failure is a payment of which nobody knows for certain that it was made. Its text is one of a
// few fixed ones, fit for callers; Unwrap gives the cause, for the log only.
type Failure struct {
	reason string
	cause  error
}

func (f *Failure) Error() string { return f.reason }

func (f *Failure) Unwrap() error { return f.cause }
