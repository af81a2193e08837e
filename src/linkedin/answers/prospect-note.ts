/** A note on a prospect in Recruiter [doc: active, contract, created, id, lastModified; rest cut]. */
import { booleanOf, isRaw, msOf, pick, textOf, urnOf, type Raw } from './tolerant.ts';

export interface ProspectNote {
  readonly id: string | undefined;
  /** False when the note was deleted: delete it in the ATS as well [doc]. */
  readonly active: boolean;
  readonly contract: string | undefined;
  /** Seat URN of the author. */
  readonly owner: string | undefined;
  /** Person URN of the prospect. */
  readonly prospect: string | undefined;
  readonly text: string | undefined;
  /** Whether only its author may see it; where nothing says that others may, it is [unknown]. */
  readonly isPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number | undefined;
  readonly lastModifiedAtMs: number | undefined;
  readonly raw: Raw;
}

export function readProspectNote(raw: unknown): ProspectNote {
  const element = isRaw(raw) ? raw : {};
  const visibility = textOf(pick(element, 'visibility', 'privacy'));
  return {
    id: textOf(pick(element, 'id')),
    active: booleanOf(pick(element, 'active')) ?? true,
    contract: urnOf('contract', pick(element, 'contract')),
    owner: urnOf('seat', pick(element, 'owner', 'author', 'seat')),
    prospect: urnOf('person', pick(element, 'prospect', 'member', 'candidate')),
    text: textOf(pick(element, 'note', 'content', 'text', 'body')),
    isPrivate:
      booleanOf(pick(element, 'private', 'isPrivate')) ??
      !/^(?:public|contract|team|everyone)/i.test(visibility ?? ''),
    createdAtMs: msOf(pick(element, 'created', 'createdAt')),
    lastModifiedAtMs: msOf(pick(element, 'lastModified', 'lastModifiedAt', 'updated')),
    raw: element,
  };
}
