import { Sandbox } from "./sandbox";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => {
  sandbox.remove();
});

// BSD's env cannot change what a signal does.
const onLinux = process.platform === "linux" ? test : test.skip;

onLinux.each(["stack_deploy", "stack_leave_aws"])(
  "%s: what Pulumi starts can be interrupted, also by a setup.sh that ignores it",
  async (deed) => {
    sandbox.fake("pulumi", '[[ $1 != up && $1 != destroy ]] || { kill -INT "$$"; echo ignored; }');
    const { stdout } = await sandbox.shell(
      ["shell/progress", "shell/process", "shell/stack"],
      `attempt() { shift; "$@" || GROUP_STATUS=$?; }
       run_logged() { attempt "$@"; }
       note() { :; }
       images_lost() { :; }
       stack_explain() { :; }
       end_of_log() { :; }
       where_to_go_on() { :; }
       trap '' INT
       ${deed}
       echo "status $GROUP_STATUS"`,
    );
    expect(stdout).toBe("status 130\n");
  },
);
