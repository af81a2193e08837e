import type { PurgeStep } from 'rsc-embed/backend';

/** Notes that the ATS has sent with the LinkedIn client by itself, and remembers. */
export interface SentNotes {
  /** A batch of one organization; null if none is left. */
  next(tenantId: string): Promise<{ context: string; notes: NoteKey[] } | null>;
  forget(tenantId: string, notes: NoteKey[]): Promise<void>;
  count(tenantId: string): Promise<number>;
}
export interface NoteKey {
  candidateId: string;
  id: string;
}

/** Deletes them when the customer leaves. */
export const noteStep = (sent: SentNotes): PurgeStep => ({
  kind: 'notes',
  async run({ tenantId, client }) {
    const batch = await sent.next(tenantId);
    if (batch === null) return null;
    const results = await client.candidateNotes.delete(batch.context, batch.notes);
    await sent.forget(tenantId, batch.notes);
    const notes = results.filter(({ ok }) => ok).length;
    return { counts: { notes, notes_absent: results.length - notes } };
  },
  left: (tenantId) => sent.count(tenantId),
});
