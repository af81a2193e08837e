/**
 * An export on its way into the ATS: whose candidate it is, then the candidate, then the job. What is
 * decided is written down before the ATS is told, so that whoever goes on after a crash does the same.
 */
import type { ExportNotice } from '../../protocol/exports.ts';
import { readEvaluation } from '../../linkedin/answers/evaluation.ts';
import type { ExportRow } from './export-rows.ts';
import { settled, withNotices, type ExportStep, type ExportWork } from './export-work.ts';
import { matchOf } from './matching.ts';
import { isRefusal, type ExportedMember } from './ports.ts';
import { normalProfileUrl } from './profile-keys.ts';
import type { StoredProfile } from './stored-profile.ts';

/** @throws TypeError if nothing of the export is kept, which steps do not ask of such ones */
export async function openProfile({ safe }: ExportWork, row: ExportRow): Promise<StoredProfile> {
  const { tenantId, id, profile: sealed, profileKeyId: keyId } = row;
  if (sealed === null || keyId === null) throw new TypeError('the export has no profile');
  return safe.open(tenantId, id, { sealed, keyId });
}

/** Job and recruiter, as the ATS knows them now. */
async function surroundings(work: ExportWork, { tenantId, jobId, exporter }: ExportRow) {
  const { sink, holderOf } = work;
  const [job, user] = await Promise.all([
    jobId === null ? null : sink.job(tenantId, jobId),
    exporter === null
      ? null
      : holderOf(tenantId, exporter).then((userId) => sink.user(tenantId, exporter, userId)),
  ]);
  const jobState =
    jobId === null ? null : job === null ? 'unknown' : job.isOpen ? 'open' : 'closed';
  const notices: ExportNotice[] = [];
  if (jobState === 'unknown') notices.push('job_unknown');
  if (jobState === 'closed') notices.push('job_closed');
  if (user === null) notices.push('exporter_unknown');
  return { job, user, jobState, notices } as const;
}

/** Finds out whose candidate it is, and plans; or asks a person. */
export const planExport: ExportStep = async (work, row) => {
  const { rows, safe, sink, clock } = work;
  const stored = await openProfile(work, row);
  const [{ job, user, jobState, notices }, earlier] = await Promise.all([
    surroundings(work, row),
    rows.delivered(row),
  ]);
  const known = earlier.find(({ candidateId }) => candidateId !== null)?.candidateId ?? null;
  const match = await matchOf(sink, row.tenantId, stored.profile, known);
  const { sealed, keyId } = await safe.seal(row.tenantId, row.id, {
    ...stored,
    jobTitle: job?.title ?? null,
    exporterName: user?.name ?? null,
  });
  const told = earlier.length > 0 ? (['exported_before'] as const) : [];
  const learned = {
    ...settled,
    profile: sealed,
    profileKeyId: keyId,
    jobState,
    exporterUser: user?.id ?? null,
    notices: withNotices(row.notices, ...notices, ...told),
  };
  switch (match.found) {
    case 'nobody':
      return rows.change(row, { ...learned, plan: 'create', reason: null });
    case 'one': {
      const { candidateId, reason } = match;
      return rows.change(row, { ...learned, plan: 'merge', candidateId, reason });
    }
    case 'unsure':
      return rows.change(row, {
        ...learned,
        state: 'review',
        suggestions: match.suggestions,
        notices: withNotices(learned.notices, match.why),
        settledAt: new Date(clock()),
        dueAt: null,
      });
  }
};

async function memberOf(
  { rows, safe }: ExportWork,
  row: ExportRow,
  stored: StoredProfile,
  userId: string | null,
): Promise<ExportedMember> {
  const { tenantId: tenant, id: exportId, jobId, exporter, receivedAt } = row;
  const resume = row.resumeKeyId === null ? null : await rows.resume(tenant, exportId);
  return {
    tenant,
    exportId,
    profile: stored.profile,
    profileUrl: normalProfileUrl(stored.profile.profileUrl ?? ''),
    resume: resume === null ? null : await safe.openResume(tenant, exportId, resume),
    jobId,
    exporter: { seat: exporter, userId },
    receivedAtMs: receivedAt.getTime(),
  };
}

/** Carries out a plan. */
export const deliverExport: ExportStep = async (work, row) => {
  const { rows, sink, clock } = work;
  const stored = await openProfile(work, row);
  const { user, jobState, notices } = await surroundings(work, row);
  const member = await memberOf(work, row, stored, user?.id ?? null);
  try {
    let candidateId = row.candidateId;
    if (row.plan === 'create') ({ candidateId } = await sink.create(member));
    else if (candidateId !== null) await sink.merge(member, candidateId);
    if (candidateId === null) throw new TypeError('there is nobody to merge with');
    const openJob = jobState === 'open' ? row.jobId : null;
    const { applicationId, isNew } = await sink.link(member, candidateId, openJob);
    const repeated = openJob !== null && !isNew ? (['already_applied'] as const) : [];
    const hasMember = stored.profile.member !== undefined;
    const now = new Date(clock());
    return await rows.change(row, {
      ...settled,
      state: 'delivered',
      plan: null,
      outcome: row.plan === 'create' ? 'created' : 'merged',
      candidateId,
      applicationId,
      jobState,
      exporterUser: user?.id ?? null,
      notices: withNotices(
        row.notices.filter((notice) => !notice.startsWith('job_')),
        ...notices,
        ...repeated,
      ),
      attachment: hasMember ? 'pending' : null,
      settledAt: now,
      dueAt: hasMember ? now : null,
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return rows.change(row, {
      ...settled,
      state: 'review',
      plan: null,
      candidateId: null,
      notices: withNotices(row.notices, 'sink_refused'),
      settledAt: new Date(clock()),
      dueAt: null,
    });
  }
};

/** Attempts to take a link back at LinkedIn, over some hours. */
const detachAttempts = 10;

/** Takes back what the ATS was told, and then what LinkedIn was. */
export const undoExport: ExportStep = async (work, row) => {
  const { rows, sink, attachments, clock } = work;
  const { tenantId: tenant, id: exportId, candidateId, applicationId, outcome } = row;
  if (candidateId === null || outcome === null) {
    return rows.change(row, { ...settled, plan: null, dueAt: null });
  }
  const others = await rows.resting(row, candidateId);
  const done = { tenant, exportId, candidateId, applicationId, outcome, others };
  const result = await sink.undo(done);
  const now = new Date(clock());
  if (!result.ok) {
    return rows.change(row, {
      ...settled,
      plan: null,
      notices: withNotices(row.notices, 'undo_refused', result.why),
      dueAt: row.attachment === 'pending' ? now : null,
    });
  }
  const { profile } = await openProfile(work, row);
  const isLast = others === 0 && row.attachment !== null && row.context !== null;
  let notices = withNotices(row.notices, 'undone');
  if (isLast && profile.member !== undefined) {
    const link = { tenantId: tenant, integrationContext: row.context ?? '', candidateId };
    try {
      await attachments.detachMember({ ...link, personUrn: profile.member });
    } catch (error) {
      if (row.attempts < detachAttempts) throw error;
      notices = withNotices(notices, 'link_given_up');
    }
  }
  const again = row.reason === null ? [] : [{ candidateId, reason: row.reason }];
  return rows.change(row, {
    ...settled,
    state: 'review',
    plan: null,
    outcome: null,
    reason: null,
    candidateId: null,
    applicationId: null,
    attachment: null,
    suggestions: again,
    notices,
    settledAt: now,
    dueAt: null,
  });
};

/** Hands an evaluation over, if the ATS takes them; it is kept either way. */
export const deliverEvaluation: ExportStep = async (work, row) => {
  const { rows, sink, clock } = work;
  if (sink.evaluated === undefined) return rows.change(row, { ...settled, dueAt: null });
  const { raw } = await openProfile(work, row);
  await sink.evaluated(row.tenantId, row.id, readEvaluation(raw));
  return rows.change(row, {
    ...settled,
    state: 'delivered',
    settledAt: new Date(clock()),
    dueAt: null,
  });
};
