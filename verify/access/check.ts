import { randomBytes } from "node:crypto";
import { Authorizer } from "../../rbac/authorizer";
import { type Cell, cellsOf } from "../../access/cells";
import { clusterPlace, loadMatrix, type Matrix, type Right, rightText } from "../../access/matrix";
import { connectToOurs } from "../../cluster/connection";
import {
  ApiClient,
  type ApiRequest,
  type Credentials,
  type Server,
} from "../../cluster/api-client";
import { type StackOutputs, stackOutputs } from "../../cluster/stack";
import type { Say } from "../../command-line/run-command";
import { callersFor } from "./callers";
import { deleteRequests } from "./certificate";
import { rbacObjects } from "./cluster-rbac";
import { inParallel } from "./in-parallel";
import { judge, kindOf } from "./judge";
import type { AccessReport } from "./report";
import { requestFor } from "./requests";
import { review } from "./reviews";
import { type Attempt, attemptOf } from "./status";

/** Requests at the same time. */
const most = 16;
const cleanUpDeadline = 30_000;

/**
 * Checks who may do what, three times: by the cluster's RBAC objects, by its reviews, and by trying
 * with each subject's own credentials. What it puts on the cluster is gone when it returns or throws.
 *
 * @param signal Ends the check early.
 * @throws CannotCheck if what is to be checked is not there or cannot be asked.
 */
export async function checkAccess(signal: AbortSignal, say: Say): Promise<AccessReport> {
  const began = Date.now();
  const { server, credentials, client: administrator } = await connectToOurs(signal);
  const stack = await stackOutputs(signal);
  const matrix = loadMatrix(stack);
  const cells = cellsOf(matrix);
  const clients = [administrator];
  try {
    const authorizer = new Authorizer(await rbacObjects(administrator));
    await deleteRequests(administrator);
    say(`getting credentials for ${matrix.subjects.size} subjects`);
    const run = randomBytes(4).toString("hex");
    const callers = await callersFor(administrator, server, matrix.subjects, run, signal);
    clients.push(...callers.values());

    say(`asking for ${cells.length} reviews`);
    const reviewed = await inParallel(cells, most, ({ identity, question }) =>
      review(administrator, identity, question),
    );
    const requests = requestsOf(matrix, stack);
    const tried = cells.filter((cell) => requests.has(rightText(cell)));
    say(`trying ${tried.length} cells with real credentials`);
    const attempts = await tryAll(tried, requests, callers);
    const controls = await tryAsAdministrator(administrator, requests);

    const answered = cells.map((cell, i) => {
      const attempt = attempts.get(cell.id);
      return {
        ...cell,
        evaluated: authorizer.allows(cell.identity, cell.question),
        reviewed: reviewed[i] ?? false,
        ...(attempt !== undefined && { attempt }),
      };
    });
    return { cells: judge(answered, controls), elapsed: Date.now() - began };
  } finally {
    say("cleaning up");
    clients.forEach((client) => {
      client.close();
    });
    await cleanUp(server, credentials);
  }
}

/** The requests that can be put without harm, by the right that they try. */
function requestsOf(
  { questions }: Matrix,
  { teams }: StackOutputs,
): ReadonlyMap<string, TriedRight> {
  const users = new Map(teams.map(({ namespace, runAsUser }) => [namespace, runAsUser]));
  const namespaced = new Set(
    questions.filter(({ place }) => place !== clusterPlace).map(({ target }) => target),
  );
  return new Map(
    questions.flatMap((right) => {
      const request = requestFor(right, namespaced.has(right.target), users);
      return request === undefined ? [] : [[rightText(right), { right, request }] as const];
    }),
  );
}

interface TriedRight {
  readonly right: Right;
  readonly request: ApiRequest;
}

async function tryAll(
  cells: readonly Cell[],
  requests: ReadonlyMap<string, TriedRight>,
  callers: ReadonlyMap<string, ApiClient>,
): Promise<ReadonlyMap<string, Attempt>> {
  const attempts = await inParallel(cells, most, async (cell) => {
    const tried = requests.get(rightText(cell));
    const caller = callers.get(cell.subject);
    if (tried === undefined || caller === undefined) throw new Error(`nobody tries ${cell.id}`);
    return [cell.id, await attempt(caller, tried.request)] as const;
  });
  return new Map(attempts);
}

/** By `kindOf` a right: whether the administrator, who may do everything, is let through. */
async function tryAsAdministrator(
  administrator: ApiClient,
  requests: ReadonlyMap<string, TriedRight>,
): Promise<ReadonlyMap<string, Attempt>> {
  const oneOfEach = new Map(
    [...requests.values()].map(({ right, request }) => [kindOf(right), request] as const),
  );
  const attempts = await inParallel(
    [...oneOfEach],
    most,
    async ([kind, request]) => [kind, await attempt(administrator, request)] as const,
  );
  return new Map(attempts);
}

async function attempt(caller: ApiClient, request: ApiRequest): Promise<Attempt> {
  return attemptOf(await caller.ask(request));
}

/** Not with the run's own client, which a signal may have ended. */
async function cleanUp(server: Server, credentials: Credentials): Promise<void> {
  const cleaner = new ApiClient(server, credentials, AbortSignal.timeout(cleanUpDeadline));
  await deleteRequests(cleaner);
  cleaner.close();
}
