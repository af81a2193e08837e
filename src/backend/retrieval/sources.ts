/**
 * The three things that are read of a seat, each as items of one form. Names that LinkedIn does not
 * document are dealt with by its readers; what becomes of a kind we do not know is decided here.
 */
import { createHash } from 'node:crypto';
import type { ConversationEvent } from '../../linkedin/answers/conversation-event.ts';
import type { StubProfile } from '../../linkedin/answers/stub-profile.ts';
import { maxWindowMs, type TimeRange } from '../../linkedin/windows.ts';
import type { LinkedInClient } from '../../linkedin/index.ts';
import { maxWholeText } from '../../protocol/timeline.ts';
import type { Lane } from './lanes.ts';

export const sourceNames = ['inmail', 'note', 'stub'] as const;
export type SourceName = (typeof sourceNames)[number];

export type ItemKind =
  | 'inmail_sent'
  | 'inmail_accepted'
  | 'inmail_declined'
  | 'inmail_replied'
  | 'inmail_other'
  | 'note'
  | 'contact_shared';

/** What people have written or shared; sealed wherever it is kept. */
export interface ItemBody {
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly profile?: StubProfile | undefined;
}

/** An item as LinkedIn has it. */
export interface PulledItem {
  readonly item: Uint8Array;
  readonly source: SourceName;
  readonly kind: ItemKind;
  readonly contract: string;
  readonly seat: string;
  /** Person URN; null: nothing says whom it is about. */
  readonly member: string | null;
  readonly thread: string | null;
  readonly byMember: boolean;
  readonly isPrivate: boolean;
  readonly at: Date;
  readonly changedAt: Date;
  /** LinkedIn says that it was deleted. */
  readonly isDeleted: boolean;
  readonly body: ItemBody;
  /** Of stub profiles. */
  readonly stubId: string | null;
  /** The same item before others were kept from it, or let see it: that one is gone. */
  readonly replaces: Uint8Array | null;
}

/**
 * Which texts of InMail are kept. Others' InMail is never more than who and when; of one's own the
 * documentation of the profile widget shows the first message of a thread [help].
 */
export type InMailText = 'first-message' | 'own';

/** @internal */
export interface Source {
  readonly name: SourceName;
  /** The lane's mark of this source. */
  readonly mark: 'inmailUntil' | 'notesUntil' | 'stubsUntil';
  /** Longest range that is read and written down in one go. */
  readonly windowMs: number;
  /** Whether an item that changes is found at the time of its change. */
  readonly moves: boolean;
  /** @throws LinkedInError when read */
  read(client: LinkedInClient, lane: Lane, range: TimeRange): AsyncIterable<PulledItem>;
}

/** Stubs have no longest window; halves are made where there are too many [doc]. */
const stubWindowMs = 180 * 24 * 3_600_000;

/** @internal */
export function createSources(inMailText: InMailText): readonly Source[] {
  return [
    {
      name: 'inmail',
      mark: 'inmailUntil',
      windowMs: maxWindowMs,
      moves: false,
      async *read(client, lane, range) {
        for await (const event of client.conversationEvents.list({ seat: lane.seat, ...range })) {
          yield inMailItem(event, lane, range, inMailText);
        }
      },
    },
    {
      name: 'note',
      mark: 'notesUntil',
      windowMs: maxWindowMs,
      moves: true,
      async *read(client, lane, range) {
        const { contract, seat } = lane;
        const query = { contract, owners: [seat], ...range };
        for await (const note of client.prospectNotes.list(query)) {
          const { id, active, prospect, text, isPrivate, createdAtMs, lastModifiedAtMs } = note;
          const changedAt = new Date(lastModifiedAtMs ?? createdAtMs ?? range.fromMs);
          const name = id ?? JSON.stringify(note.raw);
          yield {
            ...nothing,
            // Who may not see a note any more must find it gone, and not find out that it is there:
            // a note that becomes private is another item.
            item: keyOf('note', lane, name, isPrivate),
            replaces: keyOf('note', lane, name, !isPrivate),
            source: 'note',
            kind: 'note',
            contract,
            seat,
            member: plain(prospect),
            isPrivate,
            at: new Date(createdAtMs ?? changedAt.getTime()),
            changedAt,
            isDeleted: !active,
            body: { text: whole(text) },
          };
        }
      },
    },
    {
      name: 'stub',
      mark: 'stubsUntil',
      windowMs: stubWindowMs,
      moves: false,
      async *read(client, lane, range) {
        const { contract, seat } = lane;
        const query = { contract, owners: [seat], ...range };
        for await (const { id, profile, createdAtMs } of client.mailStubs.list(query)) {
          const at = new Date(createdAtMs ?? range.fromMs);
          const stubId = plain(id) ?? `${profile.member ?? ''} ${String(at.getTime())}`;
          yield {
            ...nothing,
            item: keyOf('stub', lane, stubId),
            source: 'stub',
            kind: 'contact_shared',
            contract,
            seat,
            member: plain(profile.member),
            byMember: true,
            at,
            changedAt: at,
            body: { profile },
            stubId,
          };
        }
      },
    },
  ];
}

const nothing = {
  thread: null,
  byMember: false,
  isPrivate: false,
  isDeleted: false,
  stubId: null,
  replaces: null,
} as const;

function inMailItem(
  event: ConversationEvent,
  lane: Lane,
  { fromMs }: TimeRange,
  inMailText: InMailText,
): PulledItem {
  const { id, thread, author, participants, createdAtMs, subject, text } = event;
  const { contract, seat } = lane;
  const isMember = (urn: string): boolean =>
    urn.startsWith('urn:li:person:') && urn !== lane.member;
  const byMember = author !== undefined && isMember(author);
  const kind = kindOf(event.kind);
  const at = new Date(createdAtMs ?? fromMs);
  // What may never be shown is not kept.
  const keeps = inMailText === 'own' || (kind === 'inmail_sent' && !byMember);
  return {
    ...nothing,
    item: keyOf('inmail', lane, id ?? JSON.stringify(event.raw)),
    source: 'inmail',
    kind,
    contract,
    seat,
    member: plain(participants.find(isMember) ?? (byMember ? author : undefined)),
    thread: plain(thread),
    byMember,
    at,
    changedAt: at,
    body: { subject: whole(subject), text: keeps ? whole(text) : undefined },
  };
}

/** LinkedIn's words are not documented [unknown]; what we do not know is shown without its text. */
function kindOf(word: string | undefined): ItemKind {
  const text = word?.toUpperCase() ?? '';
  if (/DECLIN|REJECT/.test(text)) return 'inmail_declined';
  if (text.includes('ACCEPT')) return 'inmail_accepted';
  if (/REPL|RESPON/.test(text)) return 'inmail_replied';
  return /SENT|SEND/.test(text) ? 'inmail_sent' : 'inmail_other';
}

/** What makes two readings one item. Ids count within a seat: nothing says that they do beyond. */
const keyOf = (
  source: SourceName,
  { contract, seat }: Lane,
  id: string,
  isPrivate = false,
): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([source, contract, seat, id, isPrivate]))
      .digest(),
  );

const maxPlainLength = 300;

/** A text that can stand in a column; null if it cannot. */
const plain = (text: string | undefined): string | null =>
  text === undefined || text.length > maxPlainLength || /\p{Cc}/u.test(text) || !text.isWellFormed()
    ? null
    : text;

/** A text as it comes back out of the store: one of Unicode, and of a length that can be passed on. */
const whole = (text: string | undefined): string | undefined =>
  text?.slice(0, maxWholeText).toWellFormed();
