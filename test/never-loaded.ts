// Stands for what Pulumi loads to serialize functions: this program has none, and loading it takes more
// than a second in each file of tests. Who used it would fail.
export {};
