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
    "--force-rm",
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
    "--force-rm",
    "--tag=app:1",
    `--file=${process.cwd()}/Dockerfile`,
    process.cwd(),
  ]);
});

test("a build results in an id and a platform", async () => {
  fake.reply({ command: "build" }, INSPECT);
  expect(await build()).toEqual({ id: "sha256:0a1b", platform: "linux/amd64" });
  expect(fake.calls.map(({ args }) => args.at(-1))).toEqual(["/src", "app:1"]);
});

test.each([
  [undefined, process.env.DOCKER_BUILDKIT ?? null],
  ["BuilderV1", "0"],
  ["BuilderBuildKit", "1"],
])("builder %s means DOCKER_BUILDKIT=%s", async (builderVersion, buildkit) => {
  fake.reply({ command: "build" }, INSPECT);
  await build(builderVersion === undefined ? {} : { builderVersion });
  expect(fake.calls[0]?.buildkit).toBe(buildkit);
});

test("what the builder says is shown, but not its housekeeping", async () => {
  const shown: string[] = [];
  const stdout = [
    "Sending build context to Docker daemon  3.072kB",
    "Step 1/2 : FROM scratch",
    " ---> 0a1b2c",
    "Removing intermediate container 3d4e5f",
    "Step 2/2 : COPY app /app",
  ];
  fake.reply({ command: "build", stdout }, INSPECT);
  await build({}, (line) => shown.push(line));
  expect(shown).toEqual([stdout[0], stdout[1], stdout[4]]);
});

test("a failure names the step and ends with what it printed", async () => {
  fake.reply({
    command: "build",
    stdout: [
      "Step 6/12 : WORKDIR /src",
      " ---> 0a1b2c",
      "Step 7/12 : RUN go build -o /out/app .",
      " ---> Running in 3d4e5f",
      "\u001b[91mmain.go:12:2: undefined: answer\u001b[0m",
      "Removing intermediate container 3d4e5f",
    ],
    stderr: ["The command '/bin/sh -c go build' returned a non-zero code: 1"],
    exitCode: 1,
  });
  const error = await build().catch((reason: unknown) => reason as Error);
  expect((error as Error).message).toBe(
    "the build failed at step 7/12: RUN go build -o /out/app .\n" +
      "main.go:12:2: undefined: answer\n" +
      "The command '/bin/sh -c go build' returned a non-zero code: 1",
  );
});

test("a failure after long output still names the step, and shows the end only", async () => {
  const faults = Array.from({ length: 30 }, (_, i) => `main.go:${i}: wrong`);
  const stdout = [`Step 1/1 : RUN ${"x".repeat(200)}`, ...faults];
  fake.reply({ command: "build", stdout, exitCode: 1 });
  await expect(build()).rejects.toThrow(
    new Error(
      `the build failed at step 1/1: RUN ${"x".repeat(115)}…\n${faults.slice(-20).join("\n")}`,
    ),
  );
});

test("BuildKit's steps are understood too", async () => {
  const stderr = [
    "#4 [internal] load build context",
    "#7 [build 3/5] RUN go build -o /out/app .",
    "#7 0.311 main.go:12:2: undefined: answer",
    'ERROR: failed to solve: process "/bin/sh -c go build" did not complete successfully: exit code: 1',
  ];
  fake.reply({ command: "build", stderr, exitCode: 1 });
  await expect(build()).rejects.toThrow(
    new Error(
      "the build failed at step 3/5: RUN go build -o /out/app .\n" +
        "#7 0.311 main.go:12:2: undefined: answer\n" +
        'ERROR: failed to solve: process "/bin/sh -c go build" did not complete successfully: exit code: 1',
    ),
  );
});

test("a failure before the first step has no step", async () => {
  const stderr = ["unable to prepare context: the Dockerfile must be within the build context"];
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
  expect(await build({ platform: "linux/amd64/v2" })).toMatchObject({ platform: "linux/amd64" });
});
