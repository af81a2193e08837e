/**
 * Which members candidates are. LinkedIn says so of each candidate it is asked about; shared contact
 * details say it of those they went to. Both are remembered, for when LinkedIn does not answer, and to
 * find a member's candidates.
 */
import { and, eq, inArray, notInArray } from 'drizzle-orm';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { retrievalPeople } from '../store/tables/index.ts';

export interface People {
  /** Person URNs of a candidate, as far as they are known. */
  membersOf(tenantId: string, candidateId: string): Promise<string[]>;
  candidatesOf(tenantId: string, member: string): Promise<string[]>;
  candidatesOfAll(
    tenantId: string,
    members: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * Remembers who LinkedIn says a candidate is.
   * @param unlinkedAtMs when somebody said that the candidate is not the member, if that was last
   */
  noteMatches(
    tenantId: string,
    candidateId: string,
    members: readonly string[],
    unlinkedAtMs: number | null,
  ): Promise<string[]>;
}

export function createPeople(store: Store): People {
  const { connection, clock } = internalsOf(store);
  const rowsOf = (tenantId: string, candidateId: string) =>
    connection.run((database) =>
      database
        .select()
        .from(retrievalPeople)
        .where(
          and(eq(retrievalPeople.tenantId, tenantId), eq(retrievalPeople.candidateId, candidateId)),
        ),
    );

  const self: People = {
    async membersOf(tenantId, candidateId) {
      return (await rowsOf(tenantId, candidateId)).map(({ member }) => member);
    },

    async candidatesOf(tenantId, member) {
      return [...((await self.candidatesOfAll(tenantId, [member])).get(member) ?? [])];
    },

    async candidatesOfAll(tenantId, members) {
      const found = new Map<string, string[]>();
      if (members.length === 0) return found;
      const rows = await connection.run((database) =>
        database
          .select()
          .from(retrievalPeople)
          .where(
            and(
              eq(retrievalPeople.tenantId, tenantId),
              inArray(retrievalPeople.member, [...new Set(members)]),
            ),
          )
          .orderBy(retrievalPeople.candidateId),
      );
      for (const { member, candidateId } of rows) {
        found.set(member, [...(found.get(member) ?? []), candidateId]);
      }
      return found;
    },

    async noteMatches(tenantId, candidateId, members, unlinkedAtMs) {
      const rows = await rowsOf(tenantId, candidateId);
      const wanted = new Set(members);
      const stale = rows.filter(
        ({ member, knownBy, notedAt }) =>
          !wanted.has(member) &&
          (knownBy === 'linkedin' || (unlinkedAtMs !== null && notedAt.getTime() <= unlinkedAtMs)),
      );
      const fresh = [...wanted].filter((member) => !rows.some((row) => row.member === member));
      if (stale.length + fresh.length > 0) {
        const noted = fresh.map((member) => ({
          tenantId,
          candidateId,
          member,
          knownBy: 'linkedin',
          notedAt: new Date(clock()),
        }));
        await connection.transaction(async (database) => {
          if (stale.length > 0) {
            await database.delete(retrievalPeople).where(
              and(
                eq(retrievalPeople.tenantId, tenantId),
                eq(retrievalPeople.candidateId, candidateId),
                inArray(
                  retrievalPeople.member,
                  stale.map(({ member }) => member),
                ),
                notInArray(retrievalPeople.member, ['', ...wanted]),
              ),
            );
          }
          if (noted.length > 0) {
            await database.insert(retrievalPeople).values(noted).onConflictDoNothing();
          }
        });
      }
      const kept = rows.filter((row) => !stale.includes(row)).map(({ member }) => member);
      return [...new Set([...wanted, ...kept])];
    },
  };
  return self;
}
