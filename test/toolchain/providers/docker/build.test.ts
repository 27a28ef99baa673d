import { buildArguments, buildImage } from "../../../../toolchain/providers/docker/build";
import { Docker } from "../../../../toolchain/providers/docker/command";
import { parseImage } from "../../../../toolchain/providers/docker/image";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";
import { FakeDocker, Reply } from "./fake-docker";

const INSPECT: Reply = { command: "image", stdout: ["sha256:0a1b linux/amd64"] };

let fake: FakeDocker;
beforeEach(() => {
  fake = new FakeDocker();
});
afterEach(() => {
  fake.remove();
});

function build(options: PropertyMap = {}, show: (line: string) => void = () => undefined) {
  const image = parseImage({ imageName: "app:1", build: { context: "/src", ...options } });
  return buildImage(new Docker(), image, new AbortController().signal, show);
}

test("the command line has every option", () => {
  const image = parseImage({
    imageName: "localhost:5000/app:1",
    build: {
      addHosts: ["db:10.0.0.1"],
      args: { VERSION: "1 a", EMPTY: "" },
      cacheFrom: { images: ["localhost:5000/app:0"] },
      context: "/src",
      dockerfile: "/docker/app.Dockerfile",
      network: "none",
      platform: "linux/amd64",
      target: "build",
    },
  });
  expect(buildArguments(image)).toEqual([
    "build",
    "--progress=plain",
    "--tag=localhost:5000/app:1",
    "--file=/docker/app.Dockerfile",
    "--build-arg=VERSION=1 a",
    "--build-arg=EMPTY=",
    "--add-host=db:10.0.0.1",
    "--cache-from=localhost:5000/app:0",
    "--network=none",
    "--platform=linux/amd64",
    "--target=build",
    "/src",
  ]);
});

test("without a build, the folder of the program is built by its Dockerfile", () => {
  expect(buildArguments(parseImage({ imageName: "app:1" }))).toEqual([
    "build",
    "--progress=plain",
    "--tag=app:1",
    `--file=${process.cwd()}/Dockerfile`,
    process.cwd(),
  ]);
});

test("a build by BuildKit results in an id", async () => {
  fake.reply({ command: "build" }, INSPECT);
  expect(await build()).toBe("sha256:0a1b");
  expect(fake.calls.map(({ args }) => args.at(-1))).toEqual(["/src", "app:1"]);
  expect(fake.calls[0]?.buildkit).toBe("1");
});

test("what the builder says is shown, but not its housekeeping", async () => {
  const shown: string[] = [];
  const stderr = [
    "#2 [internal] load .dockerignore",
    "#2 sha256:0a1b2c",
    "#2 transferring context: 2B done",
    "#2 DONE 0.0s",
    "#4 [build 1/2] FROM golang",
    "#4 CACHED",
    "#5 [build 2/2] RUN go build",
    "#5 0.311 downloading a module",
  ];
  fake.reply({ command: "build", stderr }, INSPECT);
  await build({}, (line) => shown.push(line));
  expect(shown).toEqual([
    "[internal] load .dockerignore",
    "[build 1/2] FROM golang",
    "[build 2/2] RUN go build",
    "downloading a module",
  ]);
});

test("a failure names the step and ends with what it printed", async () => {
  const stderr = [
    "#4 [internal] load build context",
    "#7 [build 3/5] RUN go build -o /out/app .",
    "#7 sha256:0a1b2c",
    "#7 0.311 \u001b[91mmain.go:12:2: undefined: answer\u001b[0m",
    "#7 ERROR: executor failed running [/bin/sh -c go build]: exit code: 1",
    "------",
    " > [build 3/5] RUN go build -o /out/app .:",
    "------",
    "executor failed running [/bin/sh -c go build]: exit code: 1",
  ];
  fake.reply({ command: "build", stderr, exitCode: 1 });
  await expect(build()).rejects.toThrow(
    new Error(
      "the build failed at step 3/5: RUN go build -o /out/app .\n" +
        "main.go:12:2: undefined: answer\n" +
        "ERROR: executor failed running [/bin/sh -c go build]: exit code: 1\n" +
        "executor failed running [/bin/sh -c go build]: exit code: 1",
    ),
  );
});

test("a failure after long output still names the step, and shows the end only", async () => {
  const faults = Array.from({ length: 30 }, (_, i) => `main.go:${i}: wrong`);
  const stderr = [`#7 [1/1] RUN ${"x".repeat(200)}`, ...faults.map((fault) => `#7 0.311 ${fault}`)];
  fake.reply({ command: "build", stderr, exitCode: 1 });
  await expect(build()).rejects.toThrow(
    new Error(
      `the build failed at step 1/1: RUN ${"x".repeat(115)}…\n${faults.slice(-20).join("\n")}`,
    ),
  );
});

test("a failure before the first step has no step", async () => {
  const stderr = ["failed to solve with frontend dockerfile.v0: failed to read dockerfile"];
  fake.reply({ command: "build", stderr, exitCode: 1 });
  await expect(build()).rejects.toThrow(new Error(`the build failed\n${stderr.join("")}`));
});

test("an image of another platform than the one asked for is an error", async () => {
  fake.reply({ command: "build" }, INSPECT);
  await expect(build({ platform: "linux/arm64" })).rejects.toThrow(
    "build.platform: linux/arm64 was asked for, but the daemon's builder made linux/amd64",
  );
});

test("a platform's variant is not compared", async () => {
  fake.reply({ command: "build" }, INSPECT);
  expect(await build({ platform: "linux/amd64/v2" })).toBe("sha256:0a1b");
});
