import { Agent, request } from "node:http";
import { type Deployment, getDeployment, restart, rolledOut, undo } from "../../chaos/deployment";
import { publishedAddress, stackOutputs } from "../../verify/stack";

interface Answer {
  readonly what: string;
  /** Undefined if there was none. */
  readonly status: number | undefined;
}

const leastRequests = 5000;
const deadline = 30_000;

/** How many callers of each kind: with a connection that is kept, and a new one for each request. */
const callers = 3;

/** Every so many requests, a caller adds an invoice, so that there is something to pay. */
const newInvoiceEvery = 10;

const run = Date.now().toString(36);

/** Calls one after another until told to stop, and notes what it was answered. */
async function keepCalling(
  base: string,
  name: string,
  agent: Agent,
  answers: Answer[],
  stop: AbortSignal,
): Promise<void> {
  for (let n = 0; !stop.aborted; n++) {
    if (n % newInvoiceEvery === 0) {
      const invoice = { InvoiceId: `rolling-${run}-${name}-${n}`, Value: 12.5, Currency: "EUR" };
      answers.push(await ask(`${base}/invoices`, "POST", agent, JSON.stringify(invoice)));
    } else if (n % 2 === 0) {
      answers.push(await ask(`${base}/invoices`, "GET", agent));
    } else {
      answers.push(await ask(`${base}/invoices/pay`, "POST", agent));
    }
  }
}

/** It never rejects: no answer is one, too. */
function ask(url: string, method: string, agent: Agent, body?: string): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    const signal = AbortSignal.timeout(deadline);
    const fail = ({ message }: Error): void => {
      resolve({ what: `${method} ${url}: ${message}`, status: undefined });
    };
    const asked = request(url, { method, agent, headers, signal }, (response) => {
      response.on("error", fail);
      response.on("end", () => {
        resolve({ what: `${method} ${url}: ${response.statusCode}`, status: response.statusCode });
      });
      response.resume();
    });
    asked.on("error", fail);
    asked.end(body);
  });
}

function isSuccess({ status }: Answer): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

async function rollBoth(deployments: readonly Deployment[]): Promise<void> {
  for (const { metadata } of deployments) {
    await restart(metadata);
    await rolledOut(metadata);
  }
}

test("a rolling update of both services under load loses no request", async () => {
  const outputs = await stackOutputs(new AbortController().signal);
  const { host, port } = publishedAddress(outputs);
  const base = `http://${host}:${port}`;
  const deployments = await Promise.all(
    [outputs.paymentProvider, outputs.invoiceApp].map(({ namespace, service }) =>
      getDeployment({ namespace, name: service }),
    ),
  );
  const answers: Answer[] = [];
  const stop = new AbortController();
  const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: false })];
  const calling = agents.flatMap((agent, kind) =>
    Array.from({ length: callers }, (_, n) =>
      keepCalling(base, `${kind}${n}`, agent, answers, stop.signal),
    ),
  );
  try {
    do {
      await rollBoth(deployments);
    } while (answers.length < leastRequests);
  } finally {
    // Still under load: to take the trace of a restart away is one more rolling update.
    for (const deployment of deployments) {
      await undo(deployment);
      await rolledOut(deployment.metadata);
    }
    stop.abort();
    await Promise.all(calling);
    for (const agent of agents) {
      agent.destroy();
    }
  }

  expect(answers.filter((answer) => !isSuccess(answer))).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(leastRequests);
  for (const before of deployments) {
    const { metadata, spec } = await getDeployment(before.metadata);
    expect(spec.template).toEqual(before.spec.template);
    expect(metadata.managedFields?.map(({ manager }) => manager)).not.toContain("chaos");
  }
}, 1_200_000);
