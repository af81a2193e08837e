/** Why a record is not at LinkedIn, in one sentence. No value of a record stands in it. */
import type { RecordProblem, RecordRef, SyncResource } from '../ports.ts';
import type { ExplainedParent, Explanation } from './explain.ts';
import type { Lane } from './lane.ts';

const nouns: Readonly<Record<SyncResource, string>> = {
  jobPostings: 'job posting',
  candidates: 'candidate',
  applications: 'application',
  candidateNotes: 'note',
  applicationNotes: 'note',
  stages: 'stage',
  interviewFeedback: 'feedback',
  attachments: 'attachment',
  entityAcls: 'ACL',
  aclAssignees: 'assignee of the ACL',
};

const failures: Readonly<Record<string, string>> = {
  source_failed: 'the ATS cannot be read',
  unauthorized: 'LinkedIn refuses the credentials of the customer’s application',
  forbidden: 'LinkedIn does not let the customer’s application do this',
  unreachable: 'LinkedIn cannot be reached',
  unavailable: 'LinkedIn fails',
  throttled: 'LinkedIn says that it was asked too often',
  bad_answer: 'LinkedIn’s answers cannot be understood',
  linkedin_failed: 'LinkedIn fails',
  parent_lost: 'LinkedIn does not have what it hangs on, which is sent again first',
  task_lost: 'LinkedIn does not know what became of it',
  task_failed: 'LinkedIn has failed at it',
};

const iso = (date: Date): string => date.toISOString();

export function sentenceOf(facts: Omit<Explanation, 'sentence'>, isDelete: boolean): string {
  const what = nameOf(facts.ref);
  const { lane, sentAt, erasedAt, dueAt, reason } = facts;
  switch (facts.state) {
    case 'unknown':
      return `Nobody has told of ${what}: call \`changed\` for it, or run a backfill.`;
    case 'erased':
      return `${upper(what)} was erased for good${at(erasedAt)}, and is never sent again.`;
    case 'sent':
      return `LinkedIn has the newest version of ${what}${at(sentAt, 'since')}.`;
    case 'deleted':
      return `${upper(what)} was deleted at LinkedIn${at(sentAt)}, as the ATS has it no longer.`;
    case 'task':
      return `LinkedIn has taken ${what} and still works on it; it is asked again${at(dueAt)}.`;
    case 'quarantined':
      return `${upper(what)} was put aside: ${problemOf(facts.problems, reason)}`;
    case 'blocked':
      return `${upper(what)} waits for ${chainSentence(facts.blockedOn)}`;
    case 'retrying':
    case 'waiting':
      return `${upper(what)} waits to be ${isDelete ? 'deleted' : 'sent'}: ${waitingFor(facts, lane)}.`;
  }
}

function waitingFor({ state, dueAt, reason }: Omit<Explanation, 'sentence'>, lane: Lane): string {
  switch (lane.state) {
    case 'off':
      return 'the customer is switched off or not set up, so that LinkedIn may not be sent anything';
    case 'failing':
      return `${failureOf(lane.errorCode)}${at(lane.failingSince, 'since')}`;
    case 'limited':
      return `LinkedIn’s limits are used up until ${lane.dueAt === null ? 'later' : iso(lane.dueAt)}`;
    case 'stalled':
      return 'no worker runs; start `kit.workers` in at least one process';
    case 'idle':
    case 'later':
    case 'working':
      return state === 'retrying'
        ? `${failureOf(reason)}; it is tried again${at(dueAt)}`
        : 'its turn comes next';
  }
}

function chainSentence(chain: readonly ExplainedParent[]): string {
  const [first, ...others] = chain;
  if (first === undefined) return 'what it hangs on.';
  const names = [first, ...others].map(({ ref }) => nameOf(ref)).join(', which waits for ');
  const root = others.at(-1) ?? first;
  return `${names}, ${stateSentence(root)}`;
}

function stateSentence({ state, problems, reason }: ExplainedParent): string {
  switch (state) {
    case 'unknown':
      return 'of which nobody has told.';
    case 'quarantined':
      return `which was put aside: ${problemOf(problems, reason)}`;
    case 'deleted':
      return 'which the ATS has no longer.';
    case 'erased':
      return 'which was erased for good.';
    case 'sent':
      return 'which LinkedIn has by now: it is sent next.';
    case 'task':
      return 'on which LinkedIn still works.';
    case 'blocked':
    case 'retrying':
    case 'waiting':
      return 'which has not been sent yet.';
  }
}

function problemOf(problems: readonly RecordProblem[], reason: string | null): string {
  const [first, ...others] = problems;
  if (first === undefined) return `${reason ?? 'nobody knows why'}.`;
  const { field, problem, fix } = first;
  const more = others.length === 0 ? '' : ` There are ${String(others.length)} more problems.`;
  const said = field === 'record' ? problem : `${field} ${problem}`;
  return `${said.replace(/[.\s]+$/, '')}. ${fix}${more}`;
}

const failureOf = (code: string | null): string =>
  (code === null ? undefined : failures[code]) ?? `it has failed (${code ?? 'unknown'})`;

const nameOf = ({ resource, id, parentId }: RecordRef): string =>
  `${nouns[resource]} ${parentId === undefined ? id : `${id} of ${parentId}`}`;

const at = (date: Date | null, word = 'at'): string =>
  date === null ? '' : ` ${word} ${iso(date)}`;

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
