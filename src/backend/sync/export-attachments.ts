/** Links of exported members by way of the engine, which knows whether LinkedIn has the candidate. */
import { LinkedInError } from '../../linkedin/index.ts';
import type { MemberLinks } from './member-links.ts';

export interface ExportedMemberLink {
  readonly tenantId: string;
  readonly integrationContext: string;
  readonly candidateId: string;
  readonly personUrn: string;
}

/** As exports want it: see `MemberAttachments` there. */
export interface EngineAttachments {
  /** @throws LinkedInError `unavailable` while the candidate is on its way; it is tried again later */
  attachMember(link: ExportedMemberLink): Promise<'attached' | 'other_member' | 'not_sent'>;
  detachMember(link: ExportedMemberLink): Promise<void>;
}

/** A candidate that is to be sent is so within a moment, if nothing is in its way. */
const soonMs = 2_000;

export const engineAttachments = (links: MemberLinks): EngineAttachments => ({
  async attachMember({ tenantId, integrationContext, candidateId, personUrn }) {
    const choice = { integrationContext };
    const outcome = await links.attachMember(tenantId, candidateId, personUrn, choice);
    // The member is kept and goes with the candidate whenever that is sent: nobody need ask again.
    if (outcome === 'waiting') return 'not_sent';
    if (outcome !== 'queued') return outcome;
    throw new LinkedInError('unavailable', 'The candidate is on its way to LinkedIn', {
      retryAfterMs: soonMs,
    });
  },
  async detachMember({ tenantId, integrationContext, candidateId, personUrn }) {
    await links.detachMember(tenantId, candidateId, personUrn, { integrationContext });
  },
});
