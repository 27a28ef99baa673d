/**
 * User and group that a team's own pods run as, by the team. The kernel counts by user what a process has of
 * inotify, epoll, pending signals and pipes (`ucounts`), over all pods of a node: so no two teams have the same,
 * and none has that of another image, such as 65532 of CoreDNS. PostgreSQL keeps that of its image, which owns
 * the databases' files.
 */
export const teamUsers: Readonly<Record<string, number>> = { invoices: 20001, payments: 20002 };

/** @throws if the team has none. */
export function userOf(team: string): number {
  const user = teamUsers[team];
  if (user === undefined) {
    throw new Error(`team "${team}" has no user; add one to components/team-users.ts`);
  }
  return user;
}
