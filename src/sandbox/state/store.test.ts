/** What LinkedIn remembers, shows and forgets, without HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../test/support/ats-records.ts';
import { entityResources } from '../../linkedin/forms.ts';
import type { Seat } from './organizations.ts';
import { syntheticPeople } from './people.ts';
import type { AtsRecord, RecordName } from './records.ts';
import { FolderInUseError, openStorage } from './sqlite.ts';
import { SandboxState, type SandboxStateOptions } from './store.ts';

const context = 'urn:li:organization:5001';
const clientId = 'app-1';
let nowMs: number;
let state: SandboxState;
const options: SandboxStateOptions = {
  members: 60,
  applications: [
    {
      clientId,
      clientSecret: 's',
      name: 'ATS - Acme',
      organizations: [context],
      validJsSdkDomains: [],
    },
  ],
  accounts: [
    { id: 'rita', name: 'Rita Seat', email: 'rita@example.com', seat: true, organization: context },
    { id: 'tom', name: 'Tom Seat', email: 'tom@example.com', seat: true, organization: context },
  ],
  clock: () => nowMs,
};

beforeEach(() => {
  nowMs = Date.parse('2026-03-02T10:00:00Z');
  state = new SandboxState(options);
});

const seatOf = (account: string): Seat => {
  const seat = state.organizations.seats.get(state.accounts.get(account)?.seatUrn ?? '');
  if (seat === undefined) throw new Error(account);
  return seat;
};
const integration = (integrationType: 'ONE_CLICK_EXPORT' | 'IN_ATS_INDICATOR') => {
  const ref = { integrationContext: context, integrationType, tenantType: 'RECRUITER' };
  const found = state.integrations.get(clientId, ref);
  if (found === null) throw new Error(integrationType);
  return found;
};
const showToAll = (): void => {
  const all = 'ALL_PRODUCT_USERS';
  state.integrations.configure(integration('ONE_CLICK_EXPORT'), 'JOB_POSTING_VIEWERS', all, nowMs);
  state.integrations.configure(integration('IN_ATS_INDICATOR'), 'APPLICATION_VIEWERS', all, nowMs);
};
const put = <Name extends RecordName>(name: Name, record: unknown): void => {
  const parsed = entityResources[name].schema.parse(record) as AtsRecord<Name>;
  state.records.put(name, { context, record: parsed, sentBy: clientId, receivedAtMs: nowMs });
};
/** The first member: the same in every state here. */
const [person] = syntheticPeople({ count: 1 });
const member = (): string => person?.personUrn ?? '';
const syncAll = (): void => {
  state.putCandidate(context, records.candidate({ emailAddresses: [person?.emails[0] ?? ''] }));
  state.jobs.put(records.jobPosting(), clientId, nowMs);
  put('candidateNotes', records.candidateNote());
  put('applications', records.application());
  put('applicationNotes', records.applicationNote());
  put('stages', records.stage());
  put('interviewFeedback', records.interviewFeedback());
  put('attachments', records.attachment());
};

describe('the In-ATS indicator', () => {
  it('shows everything of a member who is in the ATS', () => {
    showToAll();
    syncAll();
    const [indicated, ...others] = state.indicatorOf(seatOf('rita'), member());
    expect(others).toEqual([]);
    expect(indicated?.candidate.record.id).toBe('c-1');
    expect(indicated?.notes).toHaveLength(1);
    const [application] = indicated?.applications ?? [];
    expect(application?.job?.record.title).toBe('Bridge engineer');
    expect(application?.stages).toHaveLength(1);
    expect(application?.notes).toHaveLength(1);
    expect(application?.feedback).toHaveLength(1);
    expect(application?.attachments).toHaveLength(1);
  });

  it('follows links, unlinks and changes', () => {
    showToAll();
    syncAll();
    const people = [...state.members.values()];
    const other = people[5]?.personUrn ?? '';
    expect(state.link(context, 'c-1', other)).toBe(true);
    expect(state.indicatorOf(seatOf('rita'), member())).toEqual([]);
    expect(state.indicatorOf(seatOf('rita'), other)).toHaveLength(1);
    state.unlink(context, 'c-1');
    expect(state.indicatorOf(seatOf('rita'), member())).toHaveLength(1);
    state.putCandidate(context, records.candidate());
    expect(state.indicatorOf(seatOf('rita'), member())).toEqual([]);
  });

  it('is empty while its integration is off', () => {
    showToAll();
    syncAll();
    state.integrations.switch([integration('IN_ATS_INDICATOR')], false, nowMs);
    expect(state.indicatorOf(seatOf('rita'), member())).toEqual([]);
  });

  it('goes when the member closes the account', () => {
    showToAll();
    syncAll();
    state.closeMember(member());
    expect(state.matchOf(context, 'c-1')).toEqual({ kind: 'none' });
    expect(state.indicatorOf(seatOf('rita'), member())).toEqual([]);
    expect(state.search({ text: person?.lastName ?? '' }, 50)).not.toContainEqual(person);
  });
});

describe('who may see a job and its applications', () => {
  const sees = (account: string) => ({
    jobs: state.openJobs(seatOf(account)).length,
    applications: state.indicatorOf(seatOf(account), member())[0]?.applications.length,
  });
  const assign = (account: string): void => {
    put('aclAssignees', records.aclAssignee({ assignee: seatOf(account).personUrn }));
  };

  it('is nobody before the ATS has said so, and everybody after', () => {
    syncAll();
    expect(sees('rita')).toEqual({ jobs: 0, applications: 0 });
    showToAll();
    expect(sees('rita')).toEqual({ jobs: 1, applications: 1 });
  });

  it('are the assignees, as soon as the job has an ACL', () => {
    showToAll();
    syncAll();
    put('entityAcls', records.entityAcl());
    expect(sees('rita')).toEqual({ jobs: 0, applications: 0 });
    assign('rita');
    expect(sees('rita')).toEqual({ jobs: 1, applications: 1 });
    expect(sees('tom')).toEqual({ jobs: 0, applications: 0 });
  });

  it('lose it when they are removed, and get it back when they are added again', () => {
    syncAll();
    put('entityAcls', records.entityAcl());
    assign('rita');
    const ids = { entityType: 'JOB_POSTING', aclId: 'team', assignee: seatOf('rita').personUrn };
    expect(state.records.delete('aclAssignees', context, ids)).toBe(true);
    expect(sees('rita')).toEqual({ jobs: 0, applications: 0 });
    assign('rita');
    expect(sees('rita')).toEqual({ jobs: 1, applications: 1 });
  });

  it('closes with the job: closed ones are not offered for export', () => {
    showToAll();
    syncAll();
    state.jobs.put(records.jobPosting({ state: 'CLOSED' }), clientId, nowMs);
    expect(sees('rita')).toEqual({ jobs: 0, applications: 1 });
  });
});

describe('deleting', () => {
  it('a candidate takes its notes, and what is sent again is new', () => {
    showToAll();
    syncAll();
    expect(state.deleteCandidate(context, 'c-1')).toBe(true);
    expect(state.deleteCandidate(context, 'c-1')).toBe(false);
    expect(state.records.count('candidateNotes')).toBe(0);
    expect(state.records.get('applications', context, { id: 'a-1' })).not.toBeNull();
    state.putCandidate(context, records.candidate({ emailAddresses: [person?.emails[0] ?? ''] }));
    const [indicated] = state.indicatorOf(seatOf('rita'), member());
    expect(indicated).toMatchObject({ notes: [], applications: [] });
  });

  it('an application takes what hangs on it, and nothing of others', () => {
    syncAll();
    put('applications', records.application({ id: 'a-2' }));
    put('stages', records.stage({ applicationId: 'a-2' }));
    expect(state.records.delete('applications', context, { id: 'a-1' })).toBe(true);
    for (const name of ['applicationNotes', 'interviewFeedback', 'attachments'] as const) {
      expect(state.records.count(name)).toBe(0);
    }
    expect(state.records.count('stages')).toBe(1);
  });
});

describe('rediscovered candidates', () => {
  it('are past applicants for other jobs with like titles, and not those of the job itself', () => {
    showToAll();
    syncAll();
    const job = records.jobPosting({ id: 'j-2', title: 'Senior Engineer (Bridges)' });
    state.jobs.put(job, clientId, nowMs);
    const stored = state.jobs.get(context, 'j-2', nowMs);
    if (stored === null) throw new Error('j-2');
    const found = () => state.rediscovered(seatOf('rita'), stored, 10);
    expect(found()).toMatchObject([{ person: { personUrn: member() }, candidateId: 'c-1' }]);
    put('applications', records.application({ id: 'a-2', jobPostingId: 'j-2' }));
    expect(found()).toEqual([]);
  });
});

describe('InMail and notes', () => {
  it('are seen as Recruiter shows them: own text, of others who and when; private notes own only', () => {
    const [rita, tom] = [seatOf('rita'), seatOf('tom')];
    const mail = { subject: 'Hello', text: 'Would you talk?' };
    const conversation = state.conversations.start(rita, member(), mail, nowMs);
    state.conversations.reply(conversation, rita.urn, 'Still there?', nowMs + 1);
    state.conversations.answer(conversation, 'ACCEPTED', 'Yes', nowMs + 2);
    expect(state.conversations.seenBy(rita, member())).toMatchObject([
      { text: 'Would you talk?', conversation: { state: 'ACCEPTED' } },
    ]);
    expect(state.conversations.seenBy(tom, member())).toMatchObject([{ text: null }]);
    expect(state.conversations.eventsOfSeat(rita.urn, nowMs, nowMs + 2).slice(0, 9)).toMatchObject([
      { kind: 'SENT' },
      { kind: 'REPLIED' },
    ]);

    const note = { member: member(), text: 'Mine', visibility: 'PRIVATE' } as const;
    const own = state.prospectNotes.add(rita, note, nowMs);
    state.prospectNotes.add(rita, { ...note, text: 'Ours', visibility: 'PUBLIC' }, nowMs);
    expect(state.prospectNotes.seenBy(rita, member())).toHaveLength(2);
    expect(state.prospectNotes.seenBy(tom, member())).toMatchObject([{ text: 'Ours' }]);
    state.prospectNotes.change(own, { active: false }, nowMs + 5);
    expect(state.prospectNotes.seenBy(rita, member())).toHaveLength(1);
    const later = state.prospectNotes.window(rita.contract, [], nowMs + 1, nowMs + 9);
    expect(later.slice(0, 9)).toMatchObject([{ active: false, text: 'Mine' }]);
  });
});

describe('integrations', () => {
  it('go from requested to configured to enabled, and tell the application', () => {
    const told: string[] = [];
    state.notifications.subscribe(({ type }) => told.push(type));
    const { clientId: fresh } = state.applications.create({ name: 'ATS - New' }, nowMs);
    const ref = {
      integrationContext: context,
      integrationType: 'ONE_CLICK_EXPORT',
      tenantType: 'RECRUITER',
    } as const;
    const current = () => state.integrations.get(fresh, ref);
    state.integrations.request(fresh, ref, nowMs);
    expect(current()?.onboardingStatus).toBe('REQUESTED');
    state.integrations.setName(current()!, 'Export to ATS', nowMs);
    expect(current()?.onboardingStatus).toBe('REQUESTED');
    state.integrations.configure(current()!, 'CALLBACK_URL', 'https://x.example', nowMs);
    expect(current()?.onboardingStatus).toBe('CONFIGURED');
    const requestId = state.integrations.switch([current()!], true, nowMs);
    expect(current()?.onboardingStatus).toBe('ENABLED');
    expect(state.integrations.isEnabled(fresh, context, 'ONE_CLICK_EXPORT')).toBe(true);
    expect(told).toEqual(['INTEGRATION_STATUS_CHANGE']);
    const change = state.integrations.statusChanges.get(requestId ?? '', fresh, nowMs);
    expect(change?.integrations).toEqual([ref]);
    expect(state.integrations.statusChanges.get(requestId ?? '', clientId, nowMs)).toBeNull();
    expect(state.integrations.switch([current()!], true, nowMs)).toBeNull();
  });
});

describe('a folder as storage', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rsc-sandbox-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const open = async (): Promise<SandboxState> => {
    state = new SandboxState({ ...options, storage: await openStorage(folder) });
    return state;
  };

  it('keeps everything, and the population, over a restart', async () => {
    await open();
    showToAll();
    syncAll();
    const rita = seatOf('rita');
    state.link(context, 'c-1', member());
    state.conversations.start(rita, member(), { subject: 'S', text: 'T' }, nowMs);
    const hostile = `\u0000"'\u{1f600}\ud800&=%`;
    state.jobs.put(records.jobPosting({ id: hostile }), clientId, nowMs);
    const { urn } = state.applications.create({ name: 'X' }, nowMs);
    state.close();

    await open();
    expect(state.matchOf(context, 'c-1')).toMatchObject({ kind: 'manual' });
    expect(state.indicatorOf(rita, member())[0]?.applications).toHaveLength(1);
    expect(state.conversations.eventsOfSeat(rita.urn, 0, nowMs + 1).total).toBe(1);
    expect(state.jobs.get(context, hostile, nowMs)?.record.id).toBe(hostile);
    expect(state.applications.byUrn(urn)?.name).toBe('X');
    expect(state.applications.create({ name: 'Y' }, nowMs).urn).not.toBe(urn);
    expect(state.members.size).toBe(62);
    state.reset();
    state.close();

    state = new SandboxState({ ...options, members: 7, storage: await openStorage(folder) });
    expect(state.countCandidates(context)).toBe(0);
    expect(state.members.size).toBe(62);
    expect(state.applications.size).toBe(1);
    state.close();
  });

  it('belongs to one sandbox at a time', async () => {
    await open();
    await expect(openStorage(folder)).rejects.toThrow(FolderInUseError);
    state.close();
    (await openStorage(folder)).close();
  });
});

describe('somebody with seats on several contracts', () => {
  it('has one on each, and administers those that had nobody before', () => {
    const contracts = ['urn:li:contract:1', 'urn:li:contract:2'].map((urn) => ({ urn, name: urn }));
    const [first = '', second = ''] = contracts.map(({ urn }) => urn);
    const person = { email: 'x@example.com', seat: true, organization: context };
    const several = new SandboxState({
      ...options,
      organizations: [{ urn: context, name: 'Acme', contracts }],
      accounts: [
        { ...person, id: 'a', name: 'A', contract: second },
        { ...person, id: 'b', name: 'B', contract: first, otherContracts: [second] },
      ],
    });
    const { personUrn = '', seatUrn } = several.accounts.get('b') ?? {};
    const seats = several.organizations.seatsOfPerson(personUrn);
    expect(seats.map(({ contract }) => contract)).toEqual([first, second]);
    expect(seats.map(({ roles }) => roles.includes('ADMIN_SEAT'))).toEqual([true, false]);
    expect(seatUrn).toBe(seats[0]?.urn);
  });
});
