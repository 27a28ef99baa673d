import { once } from "node:events";
import { Server, Socket } from "node:net";

export interface Listener {
  readonly port: number;
  /** Ends the server and each of its connections. */
  close(): Promise<void>;
}

/** Starts a server. @param port 0 for a free one */
export async function listen(server: Server, address: string, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, address);
  await once(server, "listening");
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error(`${address} is no IP address`);
  return {
    port: bound.port,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
