import { dockerfileSources } from "../../build-context/dockerfile-sources";

const pathsOf = (text: string) =>
  dockerfileSources(text).map((source) => ("path" in source ? source.path : source.fault));

test.each([
  ["COPY", "COPY app lib/book.go /src/", ["app", "lib/book.go"]],
  ["lower case", "copy app /src/", ["app"]],
  ["ADD", "ADD app /src/", ["app"]],
  ["flags", "COPY --chown=1:1 --link --exclude=*.md app /src/", ["app"]],
  ["all of the context", "COPY . /src/", ["."]],
  [
    "paths to be cleaned",
    "COPY ./app/ /lib/../app/main.go ../app /src/",
    ["app", "app/main.go", "app"],
  ],
  ["quotes", "COPY 'app' \"lib\" /src/", ["app", "lib"]],
  ["JSON", 'COPY --link ["two words", "app", "/src/"]', ["two words", "app"]],
  ["JSON over lines", 'COPY ["app", \\\n# a comment\n"lib", "/src/"]', ["app", "lib"]],
  ["JSON with escapes, which are left out", 'COPY ["a \\"b\\".go", "/src/"]', []],
  ["what looks like JSON", "COPY [1,2] 5 /src/", ["5"]],
  [
    "comments and empty lines between",
    "COPY app \\\n # one\n\n\t# two\n lib \\\n /src/",
    ["app", "lib"],
  ],
  ["JSON with comments between", 'COPY ["app", \\\n  # one\n\n "lib", "/src/"]', ["app", "lib"]],
  ["a wildcard", "COPY a?p l*b [ab] lib /src/", ["lib"]],
  ["an escaped letter", "COPY app\\$b lib /src/", ["lib"]],
  ["a stage", "COPY --from=build /out /out", []],
  [
    "a heredoc",
    "COPY <<one <<-two app /src/\nCOPY none /\none\nCOPY none /\n\ttwo\nCOPY lib /",
    ["lib"],
  ],
  ["a heredoc of ADD", "ADD <<'one' /src/\nCOPY none /\none\nCOPY lib /", ["lib"]],
  ["a heredoc of RUN", "RUN <<one\nCOPY none /\none\nCOPY lib /", ["lib"]],
  ["an argument", "ARG FOLDER=app\nCOPY ${FOLDER}/main.go $FOLDER /src/", ["app/main.go", "app"]],
  ["a variable of the environment", "ENV FOLDER=app\nCOPY $FOLDER /src/", ["app"]],
  ["an argument before FROM", "ARG G\nCOPY $G /src/", ["lib"]],
  ["a variable with a modifier", "ARG A=app\nCOPY ${A:+lib} ${B:-lib} /src/", []],
  ["a variable with no value", "ARG A\nCOPY $A $TARGETARCH /src/", []],
  ["a variable in a variable", "ARG A=app\nENV B=$A/main.go\nCOPY $B /src/", []],
  ["another stage's variable", "ARG A=app\nFROM go\nCOPY $A /src/", []],
  ["ONBUILD", "ONBUILD COPY app /src/", []],
  ["a pinned download", "ADD --checksum=sha256:aa https://example.com/a /", []],
  ["a bind mount", "RUN --mount=type=bind,source=app,target=/s ls", ["app"]],
  ["an implied bind mount", "RUN --mount=src=app,dst=/s ls", ["app"]],
  ["a bind mount of all", "RUN --mount=target=/s ls", ["."]],
  ["a mount in quotes", 'RUN --mount="TYPE=Bind,source=app,target=/s" ls', ["app"]],
  ["a bind mount of a stage", "RUN --mount=from=build,source=/out,target=/s ls", []],
  ["a cache", "RUN --mount=type=cache,target=/c,sharing=locked ls", []],
  ["a secret", "RUN --mount=type=secret,id=token,required,env=TOKEN ls", []],
  [
    "mounts over lines",
    "RUN --mount=source=app,target=/a \\\n # one\n\n --mount=source=lib,target=/b ls",
    ["app", "lib"],
  ],
  ["what only looks like a mount", "RUN echo --mount=source=none,target=/s", []],
  ["a comment", "# COPY none /\n  # COPY none /\nCOPY app /src/", ["app"]],
  ["a line that goes on at the end", "COPY app /src/ \\", ["app"]],
])("%s", (_, text, paths) => {
  const dockerfile = `ARG G=lib\nFROM go AS build\n${text}`;
  expect(pathsOf(dockerfile)).toEqual(paths);
  expect(pathsOf(dockerfile.replaceAll("\n", "\r\n"))).toEqual(paths);
});

test.each([
  ["with another escape", "# escape=`\nFROM go\nCOPY app `\n# one\n lib /src/", ["app", "lib"]],
  [
    "with one in capitals, after another directive",
    "# syntax=docker/dockerfile:1\n#ESCAPE = `\nFROM go\nCOPY app `\n lib /src/",
    ["app", "lib"],
  ],
  [
    "with mounts after another escape",
    "# escape=`\nFROM go\nRUN --mount=target=/a,source=app `\n --mount=target=/b,source=lib ls",
    ["app", "lib"],
  ],
  [
    "with a directive after a comment, which is none",
    "# Go\n# escape=`\nFROM go\nCOPY app \\\n lib /src/",
    ["app", "lib"],
  ],
])("lines are joined as Docker joins them, %s", (_, text, paths) => {
  expect(pathsOf(text)).toEqual(paths);
});

test.each([
  ["COPYY app /src/", "COPYY", "is no instruction; expected one of ADD, ARG,"],
  ["COPY app", "COPY", "names no source and destination"],
  [
    "RUN --mount=type=cach,target=/c ls",
    "RUN",
    "--mount has no type cach; expected one of bind, cache,",
  ],
  [
    "RUN --mount=typ=cache,target=/c ls",
    "RUN",
    '--mount has no "typ"; expected one of type, from,',
  ],
  [
    "ADD https://example.com/a /",
    "ADD",
    "https://example.com/a may change while its tag stays; add --checksum=sha256:…",
  ],
  ["ADD git@example.com:a.git /", "ADD", "git@example.com:a.git may change while its tag stays"],
])("not understood: %s", (text, instruction, fault) => {
  expect(dockerfileSources(`FROM go\n\n${text}\n`)).toEqual([
    { line: 3, instruction, fault: expect.stringContaining(fault) as string },
  ]);
});
