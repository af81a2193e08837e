/** Past applicants for a person who looks at a job: who fits, why, and what the person decides. */
import { RscError } from '../../protocol/errors.ts';
import { atsId } from '../../protocol/ids.ts';
import {
  rediscoveredCandidate,
  type RediscoveredAction,
  type RediscoveredAnswer,
  type RediscoveredCandidate,
  type RediscoveredDecision,
} from '../../protocol/rediscovered.ts';
import type { CandidateService } from '../candidates/service.ts';
import {
  isAdditionRefused,
  type PastApplicant,
  type RediscoveryJob,
  type RediscoveryViewer,
} from './ports.ts';
import { byCodePoints } from './order.ts';
import { rank, type Ranked } from './ranking.ts';
import type { RediscoveryParts } from './rediscovery.ts';

/** Who looks at which job. */
export interface DeskScope {
  readonly tenantId: string;
  readonly jobId: string;
  readonly viewer: RediscoveryViewer;
  /** One of the customer's, to ask LinkedIn with; its first if left out. */
  readonly integrationContext?: string | undefined;
}

export interface DeskPage {
  readonly dismissed: boolean;
  readonly after: string | null;
  readonly limit: number;
}

export interface RediscoveryDesk {
  /** @throws RscError `job_unknown`; StoreError */
  list(scope: DeskScope, page: DeskPage): Promise<Omit<RediscoveredAnswer, 'mayDecide'>>;
  /** @throws RscError `job_unknown`, `job_closed`, `candidate_unknown`, `addition_refused`; StoreError */
  decide(
    scope: DeskScope,
    candidateId: string,
    action: RediscoveredAction,
  ): Promise<RediscoveredDecision>;
}

export interface DeskOptions {
  readonly parts: RediscoveryParts;
  readonly candidates: Pick<CandidateService, 'statuses'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Of those that the search finds, so many of the likeliest are looked at; nobody reads on further. */
const shortlisted = 300;
/** The port reads so many at once. */
const batch = 100;
const maxListed = 20;
const maxText = 2_000;

export function createRediscoveryDesk({ parts, candidates, clock }: DeskOptions): RediscoveryDesk {
  const { applicants, source } = parts;

  async function jobOf({ tenantId, jobId, viewer }: DeskScope): Promise<RediscoveryJob> {
    const job = await source.job(tenantId, jobId, viewer);
    if (job === null) throw new RscError('job_unknown', 'there is no such job for this person');
    return job;
  }

  /** Those of a shortlist whom the person may see and who have not applied meanwhile. */
  async function readAll(
    { tenantId, jobId, viewer }: DeskScope,
    ids: readonly string[],
  ): Promise<PastApplicant[]> {
    const batches = Array.from({ length: Math.ceil(ids.length / batch) }, (_, index) =>
      ids.slice(index * batch, (index + 1) * batch),
    );
    const read = await Promise.all(batches.map((some) => source.read(tenantId, some, viewer)));
    const wanted = new Set(ids);
    const found = read
      .flat()
      .filter(({ id, applications }) => wanted.has(id) && !applications.some(is(jobId)));
    return [...new Map(found.map((one) => [one.id, one])).values()];
  }

  async function linksOf(
    { tenantId, integrationContext }: DeskScope,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, RediscoveredCandidate['linkedIn']>> {
    if (ids.length === 0) return new Map();
    try {
      const choice = integrationContext === undefined ? {} : { integrationContext };
      const statuses = await candidates.statuses(tenantId, ids, choice);
      return new Map(statuses.map(({ candidateId, match }) => [candidateId, links[match]]));
    } catch (error) {
      // Who fits is the ATS's to say: it is shown without LinkedIn as well.
      if (error instanceof RscError) return new Map();
      throw error;
    }
  }

  async function assertOffered(scope: DeskScope, candidateId: string): Promise<void> {
    const { tenantId, viewer } = scope;
    if (await applicants.has(tenantId, candidateId)) {
      const [found] = await source.read(tenantId, [candidateId], viewer);
      if (found?.id === candidateId) return;
    }
    throw new RscError('candidate_unknown', 'there is no such past applicant for this person');
  }

  async function add(
    { tenantId, jobId, viewer: { userId } }: DeskScope,
    candidateId: string,
  ): Promise<string | null> {
    try {
      const added = await source.add(tenantId, { jobId, candidateId, userId });
      await parts.changed(tenantId, candidateId);
      return atsId.safeParse(added.applicationId).data ?? null;
    } catch (error) {
      if (!isAdditionRefused(error)) throw error;
      throw new RscError('addition_refused', 'the ATS does not make this application', {
        cause: error,
      });
    }
  }

  return {
    async list(scope, { dismissed, after, limit }) {
      const { tenantId, jobId, viewer } = scope;
      const job = await jobOf(scope);
      const common = {
        job: { id: jobId, title: cut(job.title), isOpen: job.isOpen },
        dismissed: await applicants.countDismissed(tenantId, jobId, viewer.userId),
        isComplete: await parts.isComplete(tenantId),
      };
      if (!job.isOpen) return { ...common, items: [], next: null, total: 0 };
      const ids = await applicants.shortlist({
        tenantId,
        userId: viewer.userId,
        job: { id: jobId, title: job.title, skills: job.skills },
        dismissed,
        limit: shortlisted,
      });
      const ranked = rank(job, await readAll(scope, ids), clock());
      const rest = after === null ? ranked : ranked.filter((one) => isAfter(one, after));
      const shown = rest.slice(0, limit);
      const linked = await linksOf(
        scope,
        shown.map(({ applicant }) => applicant.id),
      );
      const last = shown.at(-1);
      return {
        ...common,
        // What an ATS says may be longer or odder than a frame takes.
        items: shown.flatMap(
          (one) =>
            rediscoveredCandidate.safeParse({
              ...cardOf(one),
              linkedIn: linked.get(one.applicant.id) ?? 'unknown',
              isDismissed: dismissed,
            }).data ?? [],
        ),
        next: last === undefined || rest.length <= limit ? null : cursorOf(last),
        total: ranked.length,
      };
    },

    async decide(scope, candidateId, action) {
      const { tenantId, jobId, viewer } = scope;
      const job = await jobOf(scope);
      const done = (applicationId: string | null) => ({ action, candidateId, applicationId });
      if (action === 'restore') {
        await applicants.restore(tenantId, jobId, viewer.userId, candidateId);
        return done(null);
      }
      await assertOffered(scope, candidateId);
      if (action === 'dismiss') {
        await applicants.dismiss(tenantId, jobId, viewer.userId, candidateId);
        return done(null);
      }
      if (!job.isOpen) throw new RscError('job_closed', 'the job takes no applications');
      return done(await add(scope, candidateId));
    },
  };
}

const links = { manual: 'linked', automatic: 'matched', none: 'none' } as const;

const is =
  (wanted: string) =>
  ({ jobId }: { readonly jobId: string }): boolean =>
    jobId === wanted;

const cut = (text: string): string => text.slice(0, maxText);
const cutOrNull = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : cut(text);
const msOf = (date: Date): number => Math.max(0, Math.round(date.getTime()) || 0);
const newestFirst =
  <T>(dateOf: (one: T) => Date) =>
  (a: T, b: T): number =>
    dateOf(b).getTime() - dateOf(a).getTime();

function cardOf({
  applicant,
  score,
  reasons,
}: Ranked): Omit<RediscoveredCandidate, 'linkedIn' | 'isDismissed'> {
  const { id, name, title, headline, location, applications, feedback } = applicant;
  return {
    id,
    name: cut(name),
    title: cutOrNull(title),
    headline: cutOrNull(headline),
    location: cutOrNull(location),
    fit: Math.min(100, Math.round(score / 10)),
    reasons: [...reasons],
    applications: [...applications]
      .sort(newestFirst(({ appliedAt }) => appliedAt))
      .slice(0, maxListed)
      .map(({ jobTitle, stage, outcome, appliedAt }) => ({
        jobTitle: cut(jobTitle),
        stage: cut(stage),
        outcome,
        appliedAtMs: msOf(appliedAt),
      })),
    feedback: [...feedback]
      .sort(newestFirst(({ at }) => at))
      .slice(0, maxListed)
      .map(({ author, rating, text, at }) => ({
        author: cutOrNull(author),
        rating: rating === undefined || !(rating >= 0 && rating <= 1) ? null : rating,
        text: cutOrNull(text),
        atMs: msOf(at),
      })),
    lastActivityAtMs: msOf(applicant.lastActivityAt),
  };
}

/** Score and id: whoever is removed or added meanwhile moves nobody else over the place. */
const cursorOf = ({ applicant, score }: Ranked): string =>
  `${String(score)}.${Buffer.from(applicant.id).toString('base64url')}`;

function isAfter({ applicant, score }: Ranked, cursor: string): boolean {
  const dot = cursor.indexOf('.');
  const at = Number(cursor.slice(0, dot));
  const id = Buffer.from(cursor.slice(dot + 1), 'base64url').toString();
  return score < at || (score === at && byCodePoints(applicant.id, id) > 0);
}
