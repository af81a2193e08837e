/**
 * Telling LinkedIn which member a candidate is [postman: "Attach Person URN"], so that the indicator
 * appears in Recruiter and the profile widget shows the exact match. LinkedIn has to have the candidate
 * first; whoever sends candidates can implement this, too, and knows better when that is so.
 */
import { LinkedInError, type CandidateRecord, type RecordResult } from '../../linkedin/index.ts';
import type { CandidateService } from '../candidates/service.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';

export interface MemberLink {
  readonly tenantId: string;
  /** Organization whose candidate it is. */
  readonly integrationContext: string;
  readonly candidateId: string;
  readonly personUrn: string;
}

/**
 * - `attached`: LinkedIn says so
 * - `other_member`: somebody has linked the candidate to another member, which was left so
 * - `not_sent`: LinkedIn does not have the candidate, and may not be sent it now
 */
export type AttachResult = 'attached' | 'other_member' | 'not_sent';

export interface MemberAttachments {
  /** May be called again. @throws LinkedInError, RscError, StoreError; it is tried again later */
  attachMember(link: MemberLink): Promise<AttachResult>;
  /** Takes the link back, if it is still this one. @throws as `attachMember` */
  detachMember(link: MemberLink): Promise<void>;
}

export interface DirectAttachmentsOptions {
  readonly access: LinkedInAccess;
  readonly candidates: Pick<CandidateService, 'sync'>;
  /** The candidate as the ATS would send it; null if it must not be. */
  readonly record: (tenantId: string, candidateId: string) => Promise<CandidateRecord | null>;
}

/** Sends the candidate itself where LinkedIn does not have it. */
export function directAttachments(options: DirectAttachmentsOptions): MemberAttachments {
  const { access, candidates, record } = options;

  async function linkedTo({ tenantId, integrationContext, candidateId }: MemberLink) {
    const { client } = await access.child(tenantId);
    const known = await client.candidates.get(integrationContext, [candidateId]);
    const found = known.get(candidateId);
    return { client, isThere: found !== undefined, member: found?.manualMatchedMember ?? null };
  }

  return {
    async attachMember(link) {
      const { tenantId, integrationContext, candidateId, personUrn } = link;
      const { client, isThere, member } = await linkedTo(link);
      if (member === personUrn) return 'attached';
      if (member !== null) return 'other_member';
      if (!isThere) {
        const found = await record(tenantId, candidateId);
        if (found === null) return 'not_sent';
        // With the record, so that no moment shows the candidate without its member.
        const sent = await candidates.sync(
          tenantId,
          [{ ...found, id: candidateId, manualMatchedMember: personUrn }],
          { integrationContext },
        );
        assertDone(sent[0]);
        return isQueued(sent[0]) ? 'not_sent' : 'attached';
      }
      assertDone(
        await client.candidates.setManualMatch(integrationContext, candidateId, personUrn),
      );
      return 'attached';
    },

    async detachMember(link) {
      const { client, member } = await linkedTo(link);
      if (member !== link.personUrn) return;
      const { integrationContext, candidateId } = link;
      assertDone(await client.candidates.setManualMatch(integrationContext, candidateId, null));
    },
  };
}

/** @throws LinkedInError if LinkedIn did not take the record */
function assertDone(result: RecordResult | undefined): void {
  if (result === undefined || result.ok) return;
  const { status } = result.error;
  const code = status === 429 ? 'throttled' : status >= 500 ? 'unavailable' : 'rejected';
  throw new LinkedInError(code, 'LinkedIn did not take the candidate', { status });
}

const isQueued = (result: RecordResult | undefined): boolean =>
  result !== undefined && 'queued' in result;
