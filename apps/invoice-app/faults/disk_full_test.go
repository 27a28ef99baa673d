package faults

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

// onSmallDisk starts a server whose disk has 64 MB, and returns what fills and frees it.
func onSmallDisk(t *testing.T) (server *databasetest.Server, fill, free func()) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small disk; run this test as root")
	}
	disk, err := os.MkdirTemp("", "disk")
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64m,mode=0755"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The server is stopped by now; its keeper may still be removing files.
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
		os.Remove(disk)
	})
	databasetest.Shared(t) // has its place elsewhere
	t.Setenv("TMPDIR", disk)
	server = databasetest.Start(t)
	ballast := filepath.Join(disk, "ballast")
	fill = func() {
		file, err := os.Create(ballast)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for block := make([]byte, 4<<10); err == nil; {
			_, err = file.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	return server, fill, func() {
		if err := os.Remove(ballast); err != nil {
			t.Error(err)
		}
	}
}

func TestDiskFull(t *testing.T) {
	for _, which := range []string{"invoices", "payments"} {
		t.Run(which, func(t *testing.T) {
			server, fill, free := onSmallDisk(t)
			p := plan{}
			if which == "invoices" {
				p.invoicesServer = server
			} else {
				p.paymentsServer = server
			}
			w := newWorld(t, p)
			// Enough that both tables must grow while there is no room.
			w.add(t, 1000)
			fill()
			until(t, "the fault is felt", func() bool { return w.callers.trouble.Load() > 0 })
			free()
			w.rest(t)
		})
	}
}
