/** InMail: list, writing, conversation, and the member's side of it. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Conversation } from '../../state/conversations.ts';
import type { SandboxState } from '../../state/store.ts';
import { redirect, type Desk, type Visit } from '../desk.ts';
import { emptyPage, recruiterPage } from '../layout.ts';
import { memberUrn, threadLink, threadUrn } from '../links.ts';
import { withNotice } from '../notices.ts';
import { pageOf, pagerView } from '../paging.ts';
import { seatName } from '../seat-name.ts';
import { composeView, inboxView, nameOf, threadView } from './inmail-views.ts';
import { answerAsMember, hasShared, memberActs, memberSideView } from './member-side.ts';
import { messageOf, problemsOf, textProblem, type Message, type Problems } from './messages.ts';

const perPage = 25;

export function inMailRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();

  /** A conversation of the viewer's contract, or null. */
  const conversationFor = ({ seat }: Visit, id: string): Conversation | null => {
    const conversation = state.conversations.get(threadUrn(id));
    return conversation?.contract === seat.contract ? conversation : null;
  };

  const noMember = (visit: Visit): Promise<Response> =>
    emptyPage(visit, 'inmail', 404, 'There is no such member', 'The account may be closed.');

  const noThread = (visit: Visit): Promise<Response> =>
    emptyPage(
      visit,
      'inmail',
      404,
      'There is no such conversation',
      'It does not exist, or it belongs to another contract.',
    );

  const compose = (
    visit: Visit,
    member: string,
    message: Message = { subject: '', text: '' },
    problems: Problems = {},
  ): Promise<Response> => {
    const person = state.members.get(member);
    if (person === undefined) return noMember(visit);
    const body = composeView({
      person,
      message,
      problems,
      doNotContact: state
        .indicatorOf(visit.seat, member)
        .some(({ candidate }) => candidate.record.doNotContact === true),
      pending: state.conversations
        .ofSeat(visit.seat.urn)
        .find((one) => one.member === member && one.state === 'PENDING'),
    });
    const status = Object.keys(problems).length === 0 ? 200 : 400;
    return recruiterPage(visit, { title: 'Write InMail', area: 'inmail', status, body });
  };

  const showThread = (
    visit: Visit,
    conversation: Conversation,
    { problems = {}, problem = '' }: { problems?: Problems; problem?: string } = {},
  ): Promise<Response> => {
    const person = state.members.get(conversation.member);
    const isOwn = conversation.seat === visit.seat.urn;
    const main = threadView({
      conversation,
      person,
      isOwn,
      problems,
      events: state.conversations.eventsOf(conversation.thread),
      recruiter: seatName(state, conversation.seat),
    });
    const hasProblem = problem !== '' || Object.keys(problems).length > 0;
    return recruiterPage(visit, {
      title: `InMail with ${nameOf(person)}`,
      area: 'inmail',
      status: hasProblem ? 400 : 200,
      scripts: ['live.js'],
      body: html`<div class="columns profile">
        <div class="stack">${main}</div>
        ${
          isOwn && person !== undefined
            ? memberSideView(conversation, person, hasShared(state, conversation), problem)
            : ''
        }
      </div>`,
    });
  };

  app.get(
    '/talent/inmail',
    desk.page((visit) => {
      const all = state.conversations
        .ofSeat(visit.seat.urn)
        .map((conversation) => ({
          conversation,
          person: state.members.get(conversation.member),
          last: state.conversations.eventsOf(conversation.thread).at(-1),
        }))
        .sort((a, b) => (b.last?.createdAtMs ?? 0) - (a.last?.createdAtMs ?? 0));
      const page = pageOf(all, visit.url.searchParams.get('page'), perPage);
      return recruiterPage(visit, {
        title: 'InMail',
        area: 'inmail',
        body: html`<h1>Your InMail</h1>
          ${inboxView(page.items, page.total)}
          ${pagerView(page, (number) => `/talent/inmail?page=${String(number)}`, 'Pages of InMail')}`,
      });
    }),
  );

  app.get(
    '/talent/inmail/new',
    desk.page((visit) => compose(visit, memberUrn(visit.url.searchParams.get('member') ?? ''))),
  );

  app.post(
    '/talent/inmail',
    desk.form((visit, form) => {
      const member = memberUrn(form.get('member') ?? '');
      const message = messageOf(form);
      const problems = problemsOf(message);
      if (Object.keys(problems).length > 0) return compose(visit, member, message, problems);
      if (!state.members.has(member)) return noMember(visit);
      const { thread } = state.conversations.start(visit.seat, member, message, visit.nowMs);
      return redirect(withNotice(threadLink(thread), 'inmail-sent'));
    }),
  );

  app.get(
    '/talent/inmail/thread',
    desk.page((visit) => {
      const conversation = conversationFor(visit, visit.url.searchParams.get('id') ?? '');
      return conversation === null ? noThread(visit) : showThread(visit, conversation);
    }),
  );

  app.post(
    '/talent/inmail/reply',
    desk.form((visit, form) => {
      const conversation = conversationFor(visit, form.get('thread') ?? '');
      if (conversation?.seat !== visit.seat.urn) return noThread(visit);
      const { text } = messageOf(form);
      const isOver = conversation.state === 'DECLINED' || !state.members.has(conversation.member);
      const problems = isOver ? { text: 'This conversation has ended.' } : textProblem(text);
      if (problems.text !== undefined) return showThread(visit, conversation, { problems });
      state.conversations.reply(conversation, visit.seat.urn, text, visit.nowMs);
      return redirect(withNotice(threadLink(conversation.thread), 'replied'));
    }),
  );

  app.post(
    '/talent/sandbox/answer',
    desk.form((visit, form) => {
      const conversation = conversationFor(visit, form.get('thread') ?? '');
      const person = state.members.get(conversation?.member ?? '');
      const act = memberActs.find((one) => one === form.get('act'));
      // Whose InMail it is not, may not read it, so cannot answer it either.
      if (conversation?.seat !== visit.seat.urn || person === undefined || act === undefined) {
        return noThread(visit);
      }
      const shares = form.get('share') === 'yes';
      const { text } = messageOf(form);
      const answered = answerAsMember(state, conversation, person, { act, text, shares });
      if ('problem' in answered) {
        return showThread(visit, conversation, { problem: answered.problem });
      }
      return redirect(withNotice(threadLink(conversation.thread), answered.notice));
    }),
  );

  return app;
}
