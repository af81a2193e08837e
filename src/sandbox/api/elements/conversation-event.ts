/**
 * An event of an InMail conversation: author, time and content are documented, their names are not
 * [unknown].
 */
import type { ConversationEvent } from '../../state/conversations.ts';

export const conversationEventElement = (event: ConversationEvent): Record<string, unknown> => ({
  id: event.id,
  thread: event.thread,
  eventType: event.kind,
  author: event.author,
  participants: [event.seat, event.member],
  contract: event.contract,
  createdAt: event.createdAtMs,
  content: { subject: event.subject, body: event.text },
});
