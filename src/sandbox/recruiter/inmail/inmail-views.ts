/** InMail: the list of conversations, writing one, and one as it goes on. */
import { html } from 'hono/html';
import { timeView } from '../../pages/dates.ts';
import { icon, type Html } from '../../pages/page.ts';
import { fullName, portraitView } from '../../pages/person.ts';
import type { Conversation, ConversationEvent } from '../../state/conversations.ts';
import type { Person } from '../../state/people.ts';
import { fieldView, formProblem } from '../fields.ts';
import { composeLink, memberId, profileLink, threadId, threadLink } from '../links.ts';
import { conversationTag } from '../profile/activity-view.ts';
import { maxSubjectLength, maxTextLength, type Message, type Problems } from './messages.ts';

export interface InboxItem {
  readonly conversation: Conversation;
  /** Undefined if the account is closed. */
  readonly person: Person | undefined;
  readonly last: ConversationEvent | undefined;
}

export const inboxView = (items: readonly InboxItem[], total: number): Html =>
  items.length === 0
    ? html`<div class="card stack">
        <h2>No InMail yet</h2>
        <p>Open a member’s profile and choose “Write InMail”.</p>
        <p><a class="button" href="/talent/search">Search members</a></p>
      </div>`
    : html`<div class="card">
        <p class="quiet small">
          ${total === 1 ? '1 conversation' : `${String(total)} conversations`}
        </p>
        <ul class="people">
          ${items.map(({ conversation, person, last }) => {
            const name = nameOf(person);
            return html`<li class="person">
              ${person === undefined ? html`<span class="portrait"></span>` : portraitView(person)}
              <div class="person-text">
                <h2>
                  <a href="${threadLink(conversation.thread)}"
                    ><span dir="auto">${name}</span>:
                    <span dir="auto">${conversation.subject}</span></a
                  >
                </h2>
                <p class="excerpt" dir="auto">${last?.text ?? ''}</p>
                <p class="quiet small">
                  ${conversationTag(conversation.state)}
                  ${timeView(last?.createdAtMs ?? conversation.createdAtMs)}
                </p>
              </div>
            </li>`;
          })}
        </ul>
      </div>`;

export const nameOf = (person: Person | undefined): string =>
  person === undefined ? 'Closed account' : fullName(person);

export interface ComposeOptions {
  readonly person: Person;
  readonly message: Message;
  readonly problems: Problems;
  /** Whether the ATS says that the person must not be contacted. */
  readonly doNotContact: boolean;
  /** An InMail of the seat that waits for an answer. */
  readonly pending: Conversation | undefined;
}

export const composeView = (options: ComposeOptions): Html => {
  const { person, message, problems, doNotContact, pending } = options;
  return html`<p class="back">
      <a href="${profileLink(person.personUrn)}">Back to the profile</a>
    </p>
    <h1>InMail to <span dir="auto">${fullName(person)}</span></h1>
    ${
      doNotContact
        ? html`<p class="message warn">${icon('warning')}The ATS says: do not contact.</p>`
        : ''
    }
    ${
      pending === undefined
        ? ''
        : html`<p class="message">
            <a href="${threadLink(pending.thread)}">An InMail of yours</a> is not answered yet.
          </p>`
    }
    ${formProblem(problems)}
    <form class="card narrow stack" method="post" action="/talent/inmail">
      <input type="hidden" name="member" value="${memberId(person.personUrn)}" />
      ${fieldView({
        id: 'subject',
        name: 'subject',
        label: 'Subject',
        value: message.subject,
        problem: problems.subject,
        maxLength: maxSubjectLength,
      })}
      ${fieldView({
        id: 'text',
        name: 'text',
        label: 'Message',
        value: message.text,
        problem: problems.text,
        rows: 8,
        hint: `At most ${String(maxTextLength)} characters`,
      })}
      <div class="actions">
        <button class="main" type="submit">Send InMail</button>
        <a class="button" href="${profileLink(person.personUrn)}">Cancel</a>
      </div>
    </form>`;
};

export interface ThreadOptions {
  readonly conversation: Conversation;
  readonly person: Person | undefined;
  readonly events: readonly ConversationEvent[];
  /** Name of the recruiter who began it. */
  readonly recruiter: string;
  /** Whether the viewer began it; others see who and when only [help]. */
  readonly isOwn: boolean;
  readonly problems: Problems;
}

const labels = {
  SENT: 'wrote',
  REPLIED: 'wrote',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
} as const;

export const threadView = (options: ThreadOptions): Html => {
  const { conversation, person, events, recruiter, isOwn } = options;
  const name = nameOf(person);
  return html`<p class="back">
      ${
        person === undefined
          ? ''
          : html`<a href="${profileLink(person.personUrn)}"
                >Profile of <span dir="auto">${name}</span></a
              >
              · `
      }<a href="/talent/inmail">Your InMail</a>
    </p>
    <h1><span dir="auto">${isOwn ? conversation.subject : `InMail of ${recruiter}`}</span></h1>
    <p class="quiet"><span dir="auto">${recruiter}</span> to <span dir="auto">${name}</span></p>
    <section class="card stack" aria-labelledby="messages" data-live="thread">
      <div class="card-head">
        <h2 id="messages" tabindex="-1">Messages</h2>
        ${conversationTag(conversation.state)}
      </div>
      <ol class="thread">
        ${events.map((event) => eventView(event, conversation, options))}
      </ol>
      ${isOwn ? '' : html`<p class="quiet small">Recruiter shows who wrote when, not what.</p>`}
    </section>
    ${isOwn ? replyForm(conversation, person, options.problems) : ''}`;
};

function eventView(
  event: ConversationEvent,
  { member }: Conversation,
  { person, recruiter, isOwn }: ThreadOptions,
): Html {
  const isMember = event.author === member;
  return html`<li class="${isMember ? 'from-member' : 'from-recruiter'}">
    <p class="quiet small">
      <strong dir="auto">${isMember ? nameOf(person) : recruiter}</strong> ${labels[event.kind]},
      ${timeView(event.createdAtMs)}
    </p>
    ${!isOwn || event.text === '' ? '' : html`<p class="text" dir="auto">${event.text}</p>`}
  </li>`;
}

const replyForm = (
  { thread, state, member }: Conversation,
  person: Person | undefined,
  problems: Problems,
): Html =>
  person === undefined
    ? html`<p class="message">The member has closed the account.</p>`
    : state === 'DECLINED'
      ? html`<p class="message">
          The member has declined, so this conversation has ended.
          <a href="${composeLink(member)}">Write a new InMail</a>
        </p>`
      : html`<form class="card stack" method="post" action="/talent/inmail/reply">
          <input type="hidden" name="thread" value="${threadId(thread)}" />
          ${fieldView({
            id: 'reply',
            name: 'text',
            label: 'Your reply',
            rows: 4,
            problem: problems.text,
          })}
          <div class="actions"><button type="submit">Send reply</button></div>
        </form>`;
