//go:build clients

package clients

import (
	"debug/elf"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"upgrade101/web/e2e/port"
)

// unprivileged is the user of the container.
const unprivileged = 65532

// contained builds the program as a container needs it, in a folder where nothing else is.
func contained(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	program := filepath.Join(folder, "upgrade101")
	cmd := exec.Command("go", "build", "-o", program, "upgrade101")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the program needs a dynamic linker, which a container from scratch does not have")
		}
	}
	return folder
}

// TestInstalledEmptyRoot: the program serves, and asks itself for its health, where there is no other file and nothing
// can be written.
func TestInstalledEmptyRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("not tested: only root can change the root folder")
	}
	folder, addr := contained(t), port.Free(t)
	for path := folder; path != "/" && path != os.TempDir(); path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o755); err != nil { // the user of the container gets there, and writes nothing
			t.Fatal(err)
		}
	}
	_, number, _ := strings.Cut(addr, ":")
	inside := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), "/upgrade101", args...)
		c.Dir, c.Env = "/", []string{"UPGRADE101_ADDR=:" + number}
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: folder, Credential: &syscall.Credential{Uid: unprivileged, Gid: unprivileged}}
		return c
	}
	server := inside()
	var said strings.Builder
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); errors.Is(err, syscall.EPERM) {
		t.Skip("not tested: this system lets no program change its root folder")
	} else if err != nil {
		t.Fatal(err)
	}
	await(t, "http://"+addr+"/healthz")
	if out, err := inside("health").CombinedOutput(); err != nil || string(out) != "ok\n" {
		t.Errorf("health: %v, %q", err, out)
	}
	if out, err := inside("probe", "ws://"+addr+"/echo").CombinedOutput(); err != nil {
		t.Errorf("probe: %v\n%s", err, out)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("it ended with %v and said\n%s", err, said.String())
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

// TestInstalledContainer: the container file makes an image of one file, for an unprivileged user, with a health check;
// and what it makes serves.
func TestInstalledContainer(t *testing.T) {
	if missing(t, "buildah") {
		return
	}
	builder, err := exec.LookPath("buildah")
	if err != nil {
		t.Fatal(err)
	}
	store, file := t.TempDir(), "../../deploy/Containerfile"
	buildah := func(args ...string) *exec.Cmd {
		return exec.CommandContext(t.Context(), builder, append([]string{"--root", store + "/root", "--runroot", store + "/run", "--storage-driver", "vfs"}, args...)...)
	}
	if out, err := buildah("bud", "--isolation", "chroot", "--format", "docker", "-f", file, "-t", "upgrade101", contained(t)).CombinedOutput(); err != nil {
		if text := strings.ToLower(string(out)); strings.Contains(text, "operation not permitted") || strings.Contains(text, "permission denied") {
			t.Skipf("not tested: buildah may not build here\n%s", out)
		}
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := buildah("inspect", "--type", "image", "upgrade101").Output()
	if err != nil {
		t.Fatal(err)
	}
	var image struct {
		Docker struct {
			Config struct {
				User        string
				Entrypoint  []string
				Env         []string
				Healthcheck struct{ Test []string }
			}
		}
	}
	if err := json.Unmarshal(out, &image); err != nil {
		t.Fatal(err)
	}
	c := image.Docker.Config
	if c.User != "65532:65532" || !slices.Equal(c.Entrypoint, []string{"/upgrade101"}) || !slices.Equal(c.Healthcheck.Test, []string{"CMD", "/upgrade101", "health"}) || !slices.Contains(c.Env, "UPGRADE101_ADDR=:8000") {
		t.Errorf("the image is configured as %+v", c)
	}
	out, err = buildah("from", "upgrade101").Output()
	if err != nil {
		t.Fatal(err)
	}
	container := strings.TrimSpace(string(out))
	if out, err = buildah("mount", container).Output(); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(strings.TrimSpace(string(out))); err != nil || len(entries) != 1 || entries[0].Name() != "upgrade101" {
		t.Errorf("the image holds %v, %v", entries, err)
	}
	addr := port.Free(t)
	run := func(args ...string) *exec.Cmd {
		return buildah(append([]string{"run", "--isolation", "chroot", "--cap-drop", "all", "--env", "UPGRADE101_ADDR=" + addr, container, "--"}, args...)...)
	}
	server := run(c.Entrypoint...)
	var said strings.Builder
	server.Stdout, server.Stderr = &said, &said
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the program is a child of buildah's
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-server.Process.Pid, syscall.SIGTERM)
		_ = server.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	await(t, "http://"+addr+"/healthz")
	if out, err := run(c.Healthcheck.Test[1:]...).Output(); err != nil || !strings.Contains(string(out), "ok\n") {
		t.Errorf("its health check: %v, %q", err, out)
	}
}
