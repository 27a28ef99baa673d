import { Server, createServer } from "node:http";
import { connect } from "node:net";

/**
 * An HTTP proxy that knows one host and takes it to a port of this machine. It refuses every
 * other, so that what is sent through it never leaves the machine.
 */
export function connectProxy(host: string, port: number): Server {
  const server = createServer((_, response) => response.writeHead(403).end());
  server.on("connect", (request, client, head) => {
    client.on("error", () => undefined);
    if (request.url !== `${host}:443`) {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  return server;
}
