import { contentHash } from "../../components/service-image/content-hash";
import { projectFolder } from "./project-folder";

const context = {
  ".dockerignore": "*\n!app\n!lib\n",
  "app/main.go": "package main",
  "app/two words.txt": "text",
  "lib/book.go": "package lib",
  "notes/todo.md": "# To do",
};

type Files = Readonly<Record<string, string>>;
const hash = (files: Files) => contentHash(projectFolder(files), "Dockerfile");

/** Each with a file that the instruction reads. */
const instructions: readonly (readonly [kind: string, text: string, read: string])[] = [
  ["COPY", "COPY app /src/", "app/main.go"],
  ["COPY of a file", "COPY app/main.go /src/", "app/main.go"],
  ["COPY of all", "COPY . /src/", "lib/book.go"],
  ["COPY of several", "COPY app lib /src/", "lib/book.go"],
  ["COPY by a wildcard", "COPY a?p/*.go /src/", "app/main.go"],
  ["COPY as JSON", 'COPY ["app/two words.txt", "/src/"]', "app/two words.txt"],
  ["COPY with flags", "COPY --chown=1:1 --chmod=644 --link app /src/", "app/main.go"],
  ["COPY in lower case", "copy app /src/", "app/main.go"],
  ["COPY beside a heredoc", "COPY <<note app/main.go /src/\nCOPY none /\nnote", "app/main.go"],
  ["COPY by an ARG", "ARG FROM_FOLDER=app\nCOPY ${FROM_FOLDER} /src/", "app/main.go"],
  ["COPY by an ENV", "ENV FOLDER=app\nCOPY $FOLDER/main.go /src/", "app/main.go"],
  ["ADD", "ADD app /src/", "app/main.go"],
  ["ADD with flags", "ADD --chown=1:1 app /src/", "app/main.go"],
  ["RUN with a bind mount", "RUN --mount=type=bind,source=app,target=/s ls", "app/main.go"],
  ["RUN with an implied bind", "RUN --mount=source=app,target=/s ls", "app/main.go"],
  ["RUN with a bind of all", "RUN --mount=target=/s ls", "lib/book.go"],
  ["RUN with two mounts", "RUN --mount=type=cache,target=/c --mount=target=/s ls", "lib/book.go"],
  ["ONBUILD of a stage", "ONBUILD COPY app /src/\nFROM build", "app/main.go"],
  ["lines joined", "COPY app \\\n  # a comment\n\n  lib \\\n  /src/", "lib/book.go"],
];

/** Each with a text that the same instruction might have instead. */
const texts: readonly (readonly [kind: string, text: string, changed: string])[] = [
  ["a heredoc", "COPY <<EOF /note\none\nEOF", "COPY <<EOF /note\ntwo\nEOF"],
  ["COPY from an image", "COPY --from=alpine:1 /a /a", "COPY --from=alpine:2 /a /a"],
  [
    "a mount from an image",
    "RUN --mount=from=go:1,target=/s ls",
    "RUN --mount=from=go:2,target=/s ls",
  ],
  ["a cache", "RUN --mount=type=cache,target=/c ls", "RUN --mount=type=cache,target=/d ls"],
  ["a secret", "RUN --mount=type=secret,id=a ls", "RUN --mount=type=secret,id=b ls"],
  [
    "a pinned download",
    "ADD --checksum=sha256:aa https://e.org/a /",
    "ADD --checksum=sha256:bb https://e.org/a /",
  ],
  ["an argument's default", "ARG A=1\nRUN ls $A", "ARG A=2\nRUN ls $A"],
  ["a comment", "# one", "# two"],
];

describe.each([
  ["", (text: string) => `FROM go AS build\n${text}\n`],
  [
    ", of a Windows editor",
    (text: string) => `FROM go AS build\n${text}\n`.replaceAll("\n", "\r\n"),
  ],
  [
    ", with another escape",
    (text: string) => `# escape=\`\nFROM go AS build\n${text.replaceAll("\\\n", "`\n")}\n`,
  ],
  [
    ", with a directive after a comment",
    (text: string) => `# Go\n# escape=\`\nFROM go AS build\n${text}\n`,
  ],
])("in a Dockerfile%s", (_, dockerfile) => {
  test.each(instructions)(
    "%s: what it reads is in the hash, what is ignored is not",
    (_kind, text, read) => {
      const files: Files = { ...context, Dockerfile: dockerfile(text) };
      const before = hash(files);
      expect(hash({ ...files, [read]: "changed" })).not.toBe(before);
      expect(hash({ ...files, "notes/todo.md": "changed" })).toBe(before);
      expect(hash({ ...files, "Dockerfile.other": "FROM scratch\n" })).toBe(before);
    },
  );

  test.each(texts)("%s is in the hash by its text", (_kind, text, changed) => {
    const files: Files = { ...context, Dockerfile: dockerfile(text) };
    expect(hash({ ...files, Dockerfile: dockerfile(changed) })).not.toBe(hash(files));
  });
});

test.each([
  ["an exception", "*\n!app\n", "app/main.go", "lib/book.go"],
  [
    "an exception in an exception",
    "*\n!app\napp/*\n!app/main.go\n",
    "app/main.go",
    "app/two words.txt",
  ],
  ["any depth", "**/*.md\n", "app/main.go", "notes/todo.md"],
  ["a comment", "# app\nnotes\n", "app/main.go", "notes/todo.md"],
  ["a path to be cleaned", "*\n!./app//sub/../main.go\n", "app/main.go", "lib/book.go"],
  ["a parent's parent", "*\n!notes/../app\n", "app/main.go", "notes/todo.md"],
  ["a blank before #", "*\n!app\n #x\n", "app/main.go", "lib/book.go"],
  ["letters of regular expressions", "*\n!app+(1)$\n", "app+(1)$/a.go", "lib/book.go"],
  ["a byte order mark", "\ufeff*\n!app\n", "app/main.go", "lib/book.go"],
  ["Windows line ends", "*\r\n!app\r\n", "app/main.go", "lib/book.go"],
  ["letters of another case", "APP\nnotes\n", "app/main.go", "notes/todo.md"],
])("an ignore file with %s lets in what Docker does", (_kind, ignore, seen, ignored) => {
  const files: Files = { ...context, Dockerfile: "FROM scratch\n", ".dockerignore": ignore };
  const before = hash(files);
  expect(hash({ ...files, [seen]: "changed" })).not.toBe(before);
  expect(hash({ ...files, [ignored]: "changed" })).toBe(before);
});

test("an ignore file of the Dockerfile is asked, and that of the context is not", () => {
  const files: Files = {
    ...context,
    Dockerfile: "FROM scratch\n",
    "Dockerfile.dockerignore": "*\n!notes\n",
  };
  const before = hash(files);
  expect(hash({ ...files, "notes/todo.md": "changed" })).not.toBe(before);
  expect(hash({ ...files, "app/main.go": "changed" })).toBe(before);
  expect(hash({ ...files, ".dockerignore": "" })).toBe(before);
});
