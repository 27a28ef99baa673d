import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
  /** PEM file of the authority that signed it. */
  readonly authorityFile: string;
}

/** A server's certificate for `host`, of an authority of its own, both for a day, in `folder`. */
export function makeCertificate(folder: string, host: string): Certificate {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    ...["req", "-x509", ...newKey, "-days", "1", "-subj", "/CN=sre-challenge test authority"],
    ...["-addext", "keyUsage=critical,keyCertSign", "-keyout", file("ca.key")],
    ...["-out", file("ca.pem")],
  );
  openssl(
    ...["req", ...newKey, "-subj", `/CN=${host}`, "-keyout", file("sts.key")],
    ...["-out", file("sts.csr")],
  );
  writeFileSync(
    file("sts.ext"),
    `subjectAltName=DNS:${host}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
  );
  openssl(
    ...["x509", "-req", "-in", file("sts.csr"), "-days", "1", "-extfile", file("sts.ext")],
    ...["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial"],
    ...["-out", file("sts.pem")],
  );
  return {
    certificate: readFileSync(file("sts.pem"), "utf8"),
    key: readFileSync(file("sts.key"), "utf8"),
    authorityFile: file("ca.pem"),
  };
}
