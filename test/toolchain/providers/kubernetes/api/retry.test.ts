import {
  ApiError,
  Cancelled,
  Unreachable,
  apiError,
} from "../../../../../toolchain/providers/kubernetes/api/errors";
import { isTransient, withRetries } from "../../../../../toolchain/providers/kubernetes/api/retry";

const { signal } = new AbortController();

describe("isTransient", () => {
  it.each<[Error, boolean]>([
    [new Unreachable("https://a", "ECONNREFUSED", "refused"), true],
    [new Unreachable("https://a", "ECONNRESET", "socket hang up"), true],
    [new Unreachable("https://a", "CERT_HAS_EXPIRED", "expired"), false],
    [new ApiError(429, "too many requests"), true],
    [new ApiError(503, "starting"), true],
    [new ApiError(500, "etcdserver: leader changed"), true],
    [new ApiError(500, "a webhook broke"), false],
    [new ApiError(403, "forbidden: status unknown for quota: team"), true],
    [new ApiError(403, "forbidden: exceeded quota"), false],
    [new ApiError(404, "not found"), false],
    [new Cancelled(), false],
  ])("judges %s as %s", (error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});

describe("withRetries", () => {
  it("gives up when the time is over", async () => {
    let tries = 0;
    const refuse = (): Promise<never> => {
      tries += 1;
      return Promise.reject(new ApiError(503, "starting"));
    };
    await expect(withRetries(refuse, isTransient, 400, signal)).rejects.toThrow("starting");
    expect(tries).toBe(2);
  });

  it("waits as long as the server asks", async () => {
    const refuse = (): Promise<never> => Promise.reject(new ApiError(429, "later", [], 2));
    await expect(withRetries(refuse, isTransient, 1_900, signal)).rejects.toThrow("later");
  });

  it("ends its pause when it is cancelled", async () => {
    const cancellation = new AbortController();
    const refuse = (): Promise<never> => Promise.reject(new ApiError(503, "starting"));
    const retried = withRetries(refuse, isTransient, 60_000, cancellation.signal);
    setTimeout(() => {
      cancellation.abort();
    }, 20);
    await expect(retried).rejects.toThrow(Cancelled);
  });
});

describe("apiError", () => {
  it("takes message and conflicts from a Status object", () => {
    const causes = [
      { reason: "FieldManagerConflict", field: ".spec.replicas", message: 'conflict with "hpa"' },
      { reason: "Other", field: ".spec" },
    ];
    const error = apiError(
      409,
      JSON.stringify({ message: "Apply failed", details: { causes } }),
      0,
    );
    expect(error.message).toBe("Apply failed");
    expect(error.conflicts).toEqual([{ field: ".spec.replicas", message: 'conflict with "hpa"' }]);
  });

  it("makes do without one", () => {
    expect(apiError(502, "Bad Gateway\n", 0).message).toBe("Bad Gateway");
    expect(apiError(500, "", 0).message).toBe("HTTP 500");
    expect(apiError(401, '{"message":"Unauthorized"}', 0).message).toBe(
      "Unauthorized; the kubeconfig's credentials are not those of this cluster",
    );
  });
});
