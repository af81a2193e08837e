/**
 * Fetching what an event is about, while LinkedIn still knows it. Whose it is says the
 * `integrationContext` of what comes [doc]: of what is another customer's nothing is kept.
 */
import type { ApplicationEvaluation, ExportedCandidate } from '../../linkedin/index.ts';
import { linkedInDefaults } from '../tenants/fields.ts';
import { exportIdOf, memberHashOf, monthOf } from './export-ids.ts';
import type { ExportChange, ExportRow } from './export-rows.ts';
import { settled, type ExportStep, type ExportWork } from './export-work.ts';
import { fetchResume } from './resume.ts';
import { keptRaw, storedOf, type StoredProfile } from './stored-profile.ts';
import type { ExportNotice } from '../../protocol/exports.ts';

/** Documented limit of a seat a month [doc], and when somebody should know. */
export const exportsPerSeatAndMonth = 300;
const nearLimit = 270;
/** Texts of our own columns; what is longer is no id of anything. */
const maxIdLength = 255;
/** Attempts in which a resume may hold up its candidate. */
const resumeAttempts = 3;

/** The request is not known to LinkedIn (any more). */
export class RequestUnknown extends Error {
  override readonly name = 'RequestUnknown';
  readonly code = 'request_unknown';
}

interface Fetched {
  readonly context: string | undefined;
  readonly stored: StoredProfile;
  readonly exported: ExportedCandidate | null;
  readonly evaluation: ApplicationEvaluation | null;
}

export const fetchExport: ExportStep = async (work, row) => {
  const { tenantId, requestId, kind } = row;
  const { client, row: tenant } = await work.access.child(tenantId);
  const found: Fetched[] =
    kind === 'candidate'
      ? (await client.exportedCandidates.byRequest(requestId)).map((exported) => ({
          context: exported.integrationContext,
          stored: storedOf(exported),
          exported,
          evaluation: null,
        }))
      : (await client.exportedApplicationEvaluations.byRequest(requestId)).map((evaluation) => ({
          context: evaluation.integrationContext,
          stored: storedEvaluation(evaluation),
          exported: null,
          evaluation,
        }));
  if (found.length === 0) throw new RequestUnknown('LinkedIn knows nothing under the request');
  const own = new Set(tenant.contexts.map(({ urn }) => urn));
  const isOwn = ({ context }: Fetched): boolean => context !== undefined && own.has(context);

  const seats = new Map<string, number>();
  for (const one of found) {
    const seat = idOf(one.exported?.exporter);
    if (seat !== null && isOwn(one)) seats.set(seat, (seats.get(seat) ?? 0) + 1);
  }
  const used = await work.rows.seats(tenantId, monthOf(row.receivedAt.getTime()));
  const limitNotices = (exporter: string | null): ExportNotice[] => {
    const before = used.find(({ seat }) => seat === exporter)?.exports ?? 0;
    const total = before + (exporter === null ? 0 : (seats.get(exporter) ?? 0));
    if (total < nearLimit) return [];
    const isOver = total >= exportsPerSeatAndMonth;
    if (total === nearLimit || isOver) {
      work.alarm(tenantId, isOver ? 'seat_limit_reached' : 'seat_limit_near');
    }
    return [isOver ? 'seat_limit_reached' : 'seat_limit_near'];
  };

  const apiBaseUrl = tenant.application?.apiBaseUrl ?? linkedInDefaults.apiBaseUrl;
  const changes: { id: string; change: ExportChange }[] = [];
  for (const [position, one] of found.entries()) {
    const id = exportIdOf(tenantId, kind, requestId, position);
    const change = isOwn(one)
      ? await keep(work, row, id, one, apiBaseUrl, limitNotices)
      : quarantine(work, one);
    if (change.state === 'quarantined') work.alarm(tenantId, 'export_quarantined');
    changes.push({ id, change });
  }
  const [first, ...others] = changes;
  if (first === undefined) return null;
  const { receivedAt } = row;
  const isWritten = await work.rows.fetched(
    row,
    first.change,
    others.map(({ id, change }, index) => ({
      tenantId,
      id,
      kind,
      requestId,
      position: index + 1,
      receivedAt,
      ...change,
      state: change.state ?? 'fetched',
    })),
    seats,
  );
  return isWritten ? work.rows.find(tenantId, row.id) : null;
};

/** Nothing but whose it is said to be. */
const quarantine = ({ clock }: ExportWork, { context }: Fetched): ExportChange => ({
  ...settled,
  state: 'quarantined',
  context: context?.slice(0, maxIdLength) ?? null,
  fetchedAt: new Date(clock()),
  settledAt: new Date(clock()),
  dueAt: null,
});

async function keep(
  { safe, fetch, clock }: ExportWork,
  row: ExportRow,
  id: string,
  { context, stored, exported, evaluation }: Fetched,
  apiBaseUrl: string,
  limitNotices: (exporter: string | null) => ExportNotice[],
): Promise<ExportChange> {
  const now = new Date(clock());
  const { tenantId } = row;
  const { sealed, keyId } = await safe.seal(tenantId, id, stored);
  const kept = {
    ...settled,
    state: 'fetched',
    context: context ?? null,
    fetchedAt: now,
    dueAt: now,
    profile: sealed,
    profileKeyId: keyId,
  };
  if (exported === null) return { ...kept, jobId: idOf(evaluation?.jobPostingId) };
  const exporter = idOf(exported.exporter);
  const notices = limitNotices(exporter);
  const { member } = exported.profile;
  const change = {
    ...kept,
    jobId: idOf(exported.jobPostingId),
    exporter,
    member: member === undefined ? null : memberHashOf(tenantId, member),
    notices,
  };
  if (exported.resumeUrl === undefined) return change;
  const result = await fetchResume(exported.resumeUrl, { fetch, apiBaseUrl });
  if (result.ok) {
    const resume = await safe.sealResume(tenantId, id, result.resume);
    return { ...change, resume: resume.sealed, resumeKeyId: resume.keyId };
  }
  if (result.why === 'unavailable' && row.attempts < resumeAttempts) {
    throw new ResumeUnavailable('LinkedIn does not give the resume now');
  }
  // The candidate matters more than the paper.
  notices.push(result.why === 'refused' ? 'resume_refused' : 'resume_unavailable');
  return change;
}

class ResumeUnavailable extends Error {
  override readonly name = 'ResumeUnavailable';
  readonly code = 'resume_unavailable';
}

const idOf = (text: string | undefined): string | null =>
  text === undefined || text === '' || text.length > maxIdLength || /\p{Cc}/u.test(text)
    ? null
    : text;

const storedEvaluation = ({ raw }: ApplicationEvaluation): StoredProfile => ({
  profile: {
    member: undefined,
    firstName: undefined,
    lastName: undefined,
    headline: undefined,
    locationName: undefined,
    employerNames: [],
    jobTitle: undefined,
    profileUrl: undefined,
    skills: [],
    summary: undefined,
    emailAddresses: [],
    phoneNumbers: [],
  },
  exportType: null,
  raw: keptRaw(raw),
  jobTitle: null,
  exporterName: null,
});
