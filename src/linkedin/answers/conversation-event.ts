/**
 * An event of an InMail conversation. Documented are its author, the time of its making and the
 * mail's content; the names are not [unknown].
 */
import { isRaw, msOf, pick, textOf, textsOf, urnOf, type Raw } from './tolerant.ts';

export interface ConversationEvent {
  readonly id: string | undefined;
  /** `urn:li:messagingThread:…`. */
  readonly thread: string | undefined;
  /** Sent, accepted, declined, replied, in LinkedIn's words. */
  readonly kind: string | undefined;
  /** Seat URN of a recruiter or person URN of a member. */
  readonly author: string | undefined;
  /** Person URNs of members, seat URNs of recruiters. */
  readonly participants: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAtMs: number | undefined;
  readonly subject: string | undefined;
  /** Missing where the viewer may only know who and when. */
  readonly text: string | undefined;
  readonly raw: Raw;
}

export function readConversationEvent(raw: unknown): ConversationEvent {
  const element = isRaw(raw) ? raw : {};
  const author = pick(element, 'author', 'from', 'actor', 'sender');
  return {
    id: textOf(pick(element, 'id', 'entityUrn', 'event')),
    thread: urnOf('messagingThread', pick(element, 'thread', 'threadUrn', 'conversation')),
    kind: textOf(pick(element, 'eventType', 'type', 'kind', 'subtype')),
    author: isRaw(author)
      ? (urnOf('seat', pick(author, 'seat')) ?? urnOf('person', pick(author, 'member', 'person')))
      : textOf(author),
    participants: textsOf(pick(element, 'participants', 'recipients', 'to')),
    createdAtMs: msOf(pick(element, 'createdAt', 'created', 'deliveredAt')),
    subject: textOf(pick(element, 'subject', 'content.subject', 'message.subject')),
    text: textOf(
      pick(element, 'content.body', 'content.text', 'message.body', 'body', 'text', 'content'),
    ),
    raw: element,
  };
}
