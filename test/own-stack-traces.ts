// Pulumi asks for a stack trace with each promise and resource, and jest looks each of its lines up in the
// source maps: a quarter of a test's time. What begins in Pulumi's own code stays as it is.
type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;

const own = Error as { prepareStackTrace?: Prepare };
const mapped: Prepare = own.prepareStackTrace ?? String;

own.prepareStackTrace = (error, frames) =>
  frames[0]?.getFileName()?.includes("/node_modules/@pulumi/") === true
    ? [String(error), ...frames.slice(0, 10).map(line)].join("\n")
    : mapped(error, frames);

function line(frame: NodeJS.CallSite): string {
  const place = `${frame.getFileName() ?? ""}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`;
  return `    at ${frame.getFunctionName() ?? "<anonymous>"} (${place})`;
}
