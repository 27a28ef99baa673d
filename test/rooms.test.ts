import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, trackedFiles } from "./tracked-files";

// CONTRIBUTING.md draws which folder uses which.

/** What all commands use, what uses what it measures, and what is above the rooms. */
const leftOut = new Set(["command-line", "bench", "test", "verify"]);

/** A folder below the root; of `verify` those below it; of a file there, itself. */
function roomOf(path: string): string {
  const [room = "", inner, file] = path.split("/");
  return room === "verify" && file !== undefined ? `${room}/${inner ?? ""}` : room;
}

/** Arrows such as `render --> cluster`, of what the files import. */
function imported(): Set<string> {
  const arrows = trackedFiles("*.ts").flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return Array.from(text.matchAll(/(?:from|require\() ?"(\.[^"]*)"/g), ([, path = ""]) => {
      const target = join(dirname(file), path);
      return [roomOf(file), roomOf(target === "index" ? "index.ts" : target)] as const;
    });
  });
  return new Set(
    arrows
      .filter(([from, to]) => from !== to && !leftOut.has(from) && !leftOut.has(to))
      .map((arrow) => arrow.join(" --> ")),
  );
}

/** The same of the picture. */
function drawn(): Set<string> {
  const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const picture = /```mermaid\n([^]*?)```/.exec(page)?.[1] ?? "";
  const names = new Map(
    Array.from(picture.matchAll(/(\w+)\[([^\]]+)\]/g), ([, id = "", name = ""]) => [id, name]),
  );
  const rooms = (side: string) =>
    side.split("&").map((room) => {
      const id = room.trim().replace(/\[.*/, "");
      return names.get(id) ?? id;
    });
  const arrows = Array.from(picture.matchAll(/^ *(\S.*) --> (.*)$/gm));
  return new Set(
    arrows.flatMap(([, from = "", to = ""]) =>
      rooms(from).flatMap((one) => rooms(to).map((other) => `${one} --> ${other}`)),
    ),
  );
}

test("the picture of the folders has each arrow that the code has, and no other", () => {
  expect([...drawn()].sort()).toEqual([...imported()].sort());
});
