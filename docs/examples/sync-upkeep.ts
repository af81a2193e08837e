import type { Kit } from 'rsc-embed/backend';

/** A person wants to be forgotten. Call it before the ATS deletes its own record. */
export async function forget({ sync }: Kit, tenant: string, candidateId: string, userId: string) {
  const { id } = await sync.erase(tenant, { candidateId }, { requestedBy: userId });
  return id;
}

/** What the person, or an auditor, may be shown. */
export async function proof({ sync }: Kit, tenant: string, id: string) {
  const { requestedAt, completedAt, deletedHere, atLinkedIn } = await sync.erasure(tenant, id);
  return { requestedAt, completedAt, deletedHere, atLinkedIn };
}

/** It was the wrong candidate, and the ATS still has it. */
export async function undo({ sync }: Kit, tenant: string, id: string) {
  await sync.restore(tenant, id);
}

/** Compares everything, mends what differs, and says what it was. */
export async function compareAll({ sync }: Kit, tenant: string) {
  const { id } = await sync.reconcile(tenant, { mode: 'full' });
  return async () => {
    const { finishedAt, counts, examples } = await sync.reconciliation(tenant, id);
    return finishedAt === null ? null : { counts, examples };
  };
}

/** Somebody of the ATS knows which member a candidate is. */
export async function link({ sync }: Kit, tenant: string, candidateId: string, personUrn: string) {
  const outcome = await sync.attachMember(tenant, candidateId, personUrn);
  const match = await sync.match(tenant, candidateId);
  return { outcome, kind: match?.kind };
}
