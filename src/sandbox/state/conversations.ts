/** InMail: conversations of a seat with a member. */
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';
import type { Seat } from './organizations.ts';
import { Timeline, type Window } from './timeline.ts';

export interface Conversation {
  /** `urn:li:messagingThread:…` */
  readonly thread: string;
  readonly contract: string;
  /** Seat that began it. */
  readonly seat: string;
  /** Person URN of the member. */
  readonly member: string;
  readonly subject: string;
  /** What the member has made of it. */
  readonly state: 'PENDING' | 'ACCEPTED' | 'DECLINED';
  readonly createdAtMs: number;
}

export type ConversationEventKind = 'SENT' | 'ACCEPTED' | 'DECLINED' | 'REPLIED';

export interface ConversationEvent {
  readonly id: string;
  readonly thread: string;
  readonly contract: string;
  readonly seat: string;
  readonly member: string;
  readonly kind: ConversationEventKind;
  /** Seat URN or person URN. */
  readonly author: string;
  readonly subject: string;
  readonly text: string;
  readonly createdAtMs: number;
}

/** What one may know who sees a conversation from the profile widget. */
export interface ConversationView {
  readonly conversation: Conversation;
  /** The first message only, and only to who sent it [doc, help of the widget]. */
  readonly text: string | null;
}

export class Conversations {
  readonly #conversations: Collection<Conversation>;
  readonly #byMember: Grouping<Conversation>;
  readonly #ofSeat: Grouping<Conversation>;
  readonly #events: Collection<ConversationEvent>;
  readonly #byThread: Grouping<ConversationEvent>;
  readonly #bySeat: Timeline<ConversationEvent>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters) {
    this.#conversations = database.collection<Conversation>('conversations');
    this.#byMember = this.#conversations.groupBy(({ contract, member }) =>
      joinKey(contract, member),
    );
    this.#ofSeat = this.#conversations.groupBy(({ seat }) => seat);
    this.#events = database.collection<ConversationEvent>('conversationEvents');
    this.#byThread = this.#events.groupBy(({ thread }) => thread);
    this.#bySeat = new Timeline<ConversationEvent>(
      this.#events,
      ({ seat }) => seat,
      ({ createdAtMs }) => createdAtMs,
    );
    this.#counters = counters;
  }

  get(thread: string): Conversation | null {
    return this.#conversations.get(thread) ?? null;
  }

  /** Conversations a seat has begun, oldest first. */
  ofSeat(seat: string): Conversation[] {
    return this.#ofSeat.values(seat);
  }

  /** A recruiter writes to a member for the first time. */
  start(
    seat: Seat,
    member: string,
    message: { readonly subject: string; readonly text: string },
    nowMs: number,
  ): Conversation {
    const conversation: Conversation = {
      thread: `urn:li:messagingThread:${this.#counters.next('messagingThread', 9_100_001)}`,
      contract: seat.contract,
      seat: seat.urn,
      member,
      subject: message.subject,
      state: 'PENDING',
      createdAtMs: nowMs,
    };
    this.#conversations.set(conversation.thread, conversation);
    this.#add(conversation, 'SENT', seat.urn, message.text, nowMs);
    return conversation;
  }

  /** Either of the two writes on. */
  reply(conversation: Conversation, author: string, text: string, nowMs: number): void {
    this.#add(conversation, 'REPLIED', author, text, nowMs);
  }

  /** The member accepts or declines, with a text or without. */
  answer(
    conversation: Conversation,
    state: 'ACCEPTED' | 'DECLINED',
    text: string,
    nowMs: number,
  ): void {
    this.#conversations.set(conversation.thread, { ...conversation, state });
    this.#add(conversation, state, conversation.member, text, nowMs);
  }

  /** Events of a conversation, in the order they came. */
  eventsOf(thread: string): ConversationEvent[] {
    return this.#byThread.values(thread);
  }

  /** Events of all conversations of a seat within a window. */
  eventsOfSeat(seat: string, fromMs: number, beforeMs: number): Window<ConversationEvent> {
    return this.#bySeat.window([seat], fromMs, beforeMs);
  }

  /** Conversations of a contract with a member, as a seat of it may see them [help, §2.4]. */
  seenBy(viewer: Seat, member: string): ConversationView[] {
    return this.#byMember.values(joinKey(viewer.contract, member)).map((conversation) => {
      const isOwn = conversation.seat === viewer.urn;
      const first = isOwn ? this.#byThread.first(conversation.thread) : undefined;
      return { conversation, text: first?.text ?? null };
    });
  }

  #add(
    { thread, contract, seat, member, subject }: Conversation,
    kind: ConversationEventKind,
    author: string,
    text: string,
    createdAtMs: number,
  ): void {
    const id = String(this.#counters.next('conversationEvent', 5_500_000_001));
    const event = { id, thread, contract, seat, member, kind, author, subject, text, createdAtMs };
    this.#events.set(id, event);
  }
}
