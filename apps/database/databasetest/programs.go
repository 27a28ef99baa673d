package databasetest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// command is one of PostgreSQL's programs, from the PATH or where Debian puts them. As root it runs
// as the user postgres, since the server refuses root.
func command(program string, arguments ...string) (*exec.Cmd, error) {
	path, err := find(program)
	if err != nil {
		return nil, err
	}
	command := exec.Command(path, arguments...)
	command.Dir = "/"
	command.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	uid, gid, err := serverUser()
	if err != nil {
		return nil, err
	}
	// A group of its own: a Ctrl-C is for the tests, which stop the server themselves.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return command, nil
}

func find(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	paths, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + program)
	if err != nil || len(paths) == 0 {
		return "", errors.Join(err, fmt.Errorf("%s is neither on the PATH nor in /usr/lib/postgresql; install PostgreSQL's server (Debian: apt-get install postgresql, macOS: brew install postgresql)", program))
	}
	return slices.Max(paths), nil
}

func serverUser() (uid, gid int, err error) {
	if os.Getuid() != 0 {
		return os.Getuid(), os.Getgid(), nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, fmt.Errorf("%w; as root the server needs the user postgres: useradd --system postgres", err)
	}
	uid, uidErr := strconv.Atoi(account.Uid)
	gid, gidErr := strconv.Atoi(account.Gid)
	return uid, gid, errors.Join(uidErr, gidErr)
}

func giveToServer(path string) error {
	uid, gid, err := serverUser()
	if err != nil {
		return err
	}
	return os.Chown(path, uid, gid)
}

// children lists the processes that a process started.
func children(pid int) (pids []int, err error) {
	output, err := exec.Command("pgrep", "-P", strconv.Itoa(pid)).Output()
	if err != nil {
		return nil, fmt.Errorf("pgrep: %w", err)
	}
	for field := range strings.FieldsSeq(string(output)) {
		child, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		pids = append(pids, child)
	}
	return pids, nil
}

// initialise makes the server's data folder: who comes by TCP needs a password.
func initialise(data string) error {
	initdb, err := command("initdb", "--pgdata="+data, "--username="+Superuser, "--encoding=UTF8", "--locale=C",
		"--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync")
	if err != nil {
		return err
	}
	if output, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, output)
	}
	return nil
}
