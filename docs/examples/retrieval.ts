import type {
  AtsUser,
  ClosedProfile,
  ContactArrival,
  ContactSink,
  Kit,
  RetrievalOptions,
  TimelineSource,
} from 'rsc-embed/backend';

/** What of your ATS retrieval needs. */
export interface Ats extends Pick<ContactSink, 'find' | 'candidate'> {
  usersByVerifiedEmail(tenant: string, emails: readonly string[]): Promise<AtsUser[]>;
  /** Keeps what was told under a stub's id; false if it was there already. */
  remember(stubId: string, arrival: ContactArrival): Promise<boolean>;
  leadOf(stubId: string): Promise<string>;
  warnAdministrators(tenant: string, text: string): Promise<void>;
  deleteCandidate(tenant: string, candidateId: string): Promise<void>;
}

export const retrievalFor = (ats: Ats, stages: TimelineSource): RetrievalOptions => ({
  findAtsUsers: (tenant, { emails }) => ats.usersByVerifiedEmail(tenant, emails),

  contacts: {
    find: (tenant, key) => ats.find(tenant, key),
    candidate: (tenant, id) => ats.candidate(tenant, id),
    async shared(arrival) {
      // The same stub may be told again: what was done with it stays done.
      await ats.remember(arrival.contact.stubId, arrival);
      const candidateId =
        arrival.kind === 'enrich' ? arrival.candidateId : await ats.leadOf(arrival.contact.stubId);
      return { candidateId };
    },
  },

  closedProfiles: {
    onClosed: (tenant, profiles) =>
      ats.warnAdministrators(tenant, `Closed LinkedIn accounts: ${profiles.length}`),
    async deleteClosed({ tenant, candidateIds }: ClosedProfile) {
      for (const id of candidateIds) await ats.deleteCandidate(tenant, id);
      return candidateIds.length;
    },
  },

  timelineSources: [stages],
  historyDays: 180,
});

/** Says who holds the seats that nobody of the ATS was found for. */
export async function mapSeats(
  kit: Kit,
  tenant: string,
  ask: (seat: string | null) => Promise<string | null>,
  admin: string,
): Promise<number> {
  const unmapped = await kit.retrieval.seats.list(tenant, { unmapped: true });
  for (const { seat, name } of unmapped) {
    await kit.retrieval.seats.map(tenant, seat, await ask(name), { actor: admin });
  }
  return unmapped.length;
}

/** Deletes everything of members who closed their accounts, and keeps the receipt. */
export async function deleteClosed(kit: Kit, tenant: string, admin: string) {
  const { id, deleted } = await kit.retrieval.closedProfiles.delete(tenant, 'all', {
    actor: admin,
  });
  return { receipt: id, deleted };
}
