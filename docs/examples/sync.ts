import type { AtsRecord, AtsSource, Kit, RecordRef } from 'rsc-embed/backend';

/** A row of the ATS, and the queries it has of them. */
export interface Person {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string;
  readonly emails: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export interface People {
  byIds(tenant: string, ids: readonly string[]): Promise<readonly Person[]>;
  /** In the order of their ids, which never change. */
  after(tenant: string, id: string, since: Date, limit: number): Promise<readonly Person[]>;
  count(tenant: string, since: Date): Promise<number>;
}

/** The ATS's terms in ours. What it does not have is left out: the engine reports what is missing. */
const candidateOf = (person: Person): AtsRecord => ({
  ref: { resource: 'candidates', id: person.id },
  record: {
    ...(person.firstName === null ? {} : { firstName: person.firstName }),
    lastName: person.lastName,
    emailAddresses: [...person.emails],
    phoneNumbers: [],
    addresses: [],
    atsCreatedAt: person.createdAt.getTime(),
    atsLastModifiedAt: person.updatedAt.getTime(),
  },
});

export const sourceOf = (people: People): AtsSource => ({
  async read(tenant, refs) {
    const found = await people.byIds(
      tenant,
      refs.map(({ id }) => id),
    );
    return found.map(candidateOf);
  },
  async scan(tenant, resource, { sinceMs = 0, cursor = '', limit }) {
    if (resource !== 'candidates') return { refs: [] };
    const page = await people.after(tenant, cursor, new Date(sinceMs), limit);
    const refs = page.map(({ id }): RecordRef => ({ resource, id }));
    const last = page.at(-1);
    return page.length < limit || last === undefined ? { refs } : { refs, cursor: last.id };
  },
  async count(tenant, resource, { sinceMs = 0 }) {
    return resource === 'candidates' ? people.count(tenant, new Date(sinceMs)) : 0;
  },
  async label(tenant, { id }) {
    const [person] = await people.byIds(tenant, [id]);
    return person === undefined ? id : `${person.firstName ?? ''} ${person.lastName}`.trim();
  },
});

/** Wherever the ATS saves or deletes a person, after the transaction. */
export async function saved({ sync }: Kit, tenant: string, id: string) {
  await sync.changed(tenant, { resource: 'candidates', id });
}
export async function deleted({ sync }: Kit, tenant: string, id: string) {
  await sync.changed(tenant, { resource: 'candidates', id }, { op: 'delete' });
}

/** Once, when the customer is enabled. */
export async function sendHistory({ sync }: Kit, tenant: string) {
  const { records, durationMs } = await sync.plan(tenant);
  await sync.backfill(tenant, { requestedBy: 'onboarding' });
  return { records, minutes: Math.ceil(durationMs / 60_000) };
}

/** For a page of the ATS: what somebody has to put right, and why a record is not there. */
export async function toDo({ sync }: Kit, tenant: string) {
  const { items } = await sync.quarantine(tenant, { limit: 20 });
  return items.map(({ label, problems }) => ({ label, fixes: problems.map(({ fix }) => fix) }));
}
export async function why({ sync }: Kit, tenant: string, id: string) {
  return (await sync.explain(tenant, { resource: 'candidates', id })).sentence;
}
