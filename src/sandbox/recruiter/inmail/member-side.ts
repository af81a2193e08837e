/**
 * The member's side of an InMail, played by whoever tests. LinkedIn makes a stub profile only if the
 * member agrees to share contact details with the first reply [doc]; that a later one may bring the
 * consent as well is ours, so that nobody has to start over [inferred].
 */
import { html } from 'hono/html';
import type { Html } from '../../pages/page.ts';
import { fullName } from '../../pages/person.ts';
import type { Conversation } from '../../state/conversations.ts';
import type { Person } from '../../state/people.ts';
import type { SandboxState } from '../../state/store.ts';
import { fieldView } from '../fields.ts';
import { backstage } from '../layout.ts';
import { threadId } from '../links.ts';
import type { NoticeCode } from '../notices.ts';
import { textProblem } from './messages.ts';

export const memberActs = ['accept', 'decline', 'reply'] as const;
export type MemberAct = (typeof memberActs)[number];

/** Whether a member has shared contact details with the recruiter of a conversation. */
export const hasShared = (state: SandboxState, { contract, member, seat }: Conversation): boolean =>
  state.mailStubs.of(contract, member).some(({ owner }) => owner === seat);

/**
 * The member answers.
 * @returns what has happened, or why it cannot
 */
export function answerAsMember(
  state: SandboxState,
  conversation: Conversation,
  person: Person,
  answer: { readonly act: MemberAct; readonly text: string; readonly shares: boolean },
): { readonly notice: NoticeCode } | { readonly problem: string } {
  const { act, text } = answer;
  const nowMs = state.now();
  if (conversation.state !== (act === 'reply' ? 'ACCEPTED' : 'PENDING')) {
    return { problem: 'The conversation has moved on. Look at it again.' };
  }
  // With acceptance or refusal a text is optional; a reply is nothing without.
  const { text: problem } = act === 'reply' || text !== '' ? textProblem(text) : {};
  if (problem !== undefined) return { problem };
  const shares = answer.shares && act !== 'decline' && !hasShared(state, conversation);
  if (act === 'reply') state.conversations.reply(conversation, conversation.member, text, nowMs);
  else {
    const outcome = act === 'accept' ? 'ACCEPTED' : 'DECLINED';
    state.conversations.answer(conversation, outcome, text, nowMs);
  }
  if (shares) state.mailStubs.add(conversation, person, nowMs);
  if (act === 'decline') return { notice: 'declined' };
  if (act === 'accept') return { notice: shares ? 'accepted-shared' : 'accepted' };
  return { notice: shares ? 'member-shared' : 'member-replied' };
}

/** Forms by which a tester answers in the member's place. */
export function memberSideView(
  conversation: Conversation,
  person: Person,
  shared: boolean,
  problem: string,
): Html {
  const { state, thread } = conversation;
  const name = fullName(person);
  const isPending = state === 'PENDING';
  return backstage(
    'Act as the member',
    html`${problem === '' ? '' : html`<p class="message danger" role="alert">${problem}</p>`}
    ${
      state === 'DECLINED'
        ? html`<p>
            <span dir="auto">${name}</span> has declined; there is nothing more to answer.
          </p>`
        : html`<form method="post" action="/talent/sandbox/answer" class="stack">
            <input type="hidden" name="thread" value="${threadId(thread)}" />
            ${fieldView({
              id: 'member-text',
              name: 'text',
              label: `Answer of ${name}`,
              rows: 3,
              required: false,
              ...(isPending ? { hint: 'May be left empty' } : {}),
            })}
            ${shared ? html`<p>Contact details have been shared already.</p>` : consentView(person)}
            <div class="actions">
              ${
                isPending
                  ? html`<button class="main" type="submit" name="act" value="accept">
                        Accept
                      </button>
                      <button type="submit" name="act" value="decline">Decline</button>`
                  : html`<button class="main" type="submit" name="act" value="reply">
                      <span>Reply as <span dir="auto">${name}</span></span>
                    </button>`
              }
            </div>
          </form>`
    }`,
  );
}

const consentView = ({ emails: [email], phones: [phone] }: Person): Html =>
  html`<label class="choice"
    ><input type="checkbox" name="share" value="yes" /><span
      >Share contact details with the recruiter<span class="quiet small"
        >${[email ?? 'no e-mail', phone].filter(Boolean).join(', ')}. Makes a stub profile, which
        the ATS can fetch.</span
      ></span
    ></label
  >`;
