/**
 * A note on a prospect: `active`, `contract`, `created`, `id` and `lastModified` are documented
 * [doc], the others are not [unknown].
 */
import type { ProspectNote } from '../../state/prospect-notes.ts';

export const prospectNoteElement = (note: ProspectNote): Record<string, unknown> => ({
  id: note.id,
  active: note.active,
  contract: note.contract,
  created: note.createdAtMs,
  lastModified: note.lastModifiedAtMs,
  owner: note.owner,
  prospect: note.member,
  // Of a note that is gone LinkedIn tells that it is gone, and no more of what it said [inferred].
  ...(note.active ? { note: note.text } : {}),
  visibility: note.visibility,
});
