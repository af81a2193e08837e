/** What is kept of a candidate's correspondence when the candidate is erased: nothing. */
import { and, eq, getTableName, inArray, ne, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../store/connections/connection.ts';
import { retrievalContacts, retrievalItems, retrievalPeople } from '../store/tables/index.ts';

/**
 * Deletes who a candidate is, contact details that went to it, and what was written with its members,
 * except with those that other candidates are as well.
 * @returns how many rows, by table
 */
export async function forgetRetrieval(
  database: Database,
  tenantId: string,
  candidateId: string,
): Promise<Readonly<Record<string, number>>> {
  const others = alias(retrievalPeople, 'others');
  const members = database
    .select({ member: retrievalPeople.member })
    .from(retrievalPeople)
    .where(
      and(
        eq(retrievalPeople.tenantId, tenantId),
        eq(retrievalPeople.candidateId, candidateId),
        notExists(
          database
            .select({ one: sql`1` })
            .from(others)
            .where(
              and(
                eq(others.tenantId, tenantId),
                eq(others.member, retrievalPeople.member),
                ne(others.candidateId, candidateId),
              ),
            ),
        ),
      ),
    );
  const contacts = await database
    .delete(retrievalContacts)
    .where(
      and(eq(retrievalContacts.tenantId, tenantId), eq(retrievalContacts.candidateId, candidateId)),
    )
    .returning({ item: retrievalContacts.item });
  const shared = contacts.map(({ item }) => item);
  const items = await database
    .delete(retrievalItems)
    .where(
      and(
        eq(retrievalItems.tenantId, tenantId),
        or(
          inArray(retrievalItems.member, members),
          shared.length === 0 ? undefined : inArray(retrievalItems.item, shared),
        ),
      ),
    )
    .returning({ item: retrievalItems.item });
  const people = await database
    .delete(retrievalPeople)
    .where(
      and(eq(retrievalPeople.tenantId, tenantId), eq(retrievalPeople.candidateId, candidateId)),
    )
    .returning({ member: retrievalPeople.member });
  return {
    [getTableName(retrievalContacts)]: contacts.length,
    [getTableName(retrievalItems)]: items.length,
    [getTableName(retrievalPeople)]: people.length,
  };
}
