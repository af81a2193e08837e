import type { LinkedInClient } from 'rsc-embed/linkedin';

/** What a push of EXPORT_CANDIDATE_PROFILE is about; its id lives 24 hours. */
export async function fetchExport(
  linkedIn: LinkedInClient,
  requestId: string,
  ownContexts: readonly string[],
) {
  const exported = await linkedIn.exportedCandidates.byRequest(requestId);
  return exported.filter(({ integrationContext }) =>
    ownContexts.includes(integrationContext ?? ''),
  );
}

/** Seats of a contract, and what their holders wrote since a moment. */
export async function readActivity(
  linkedIn: LinkedInClient,
  contract: string,
  range: { readonly fromMs: number; readonly toMs: number },
) {
  const activity = { seats: 0, events: 0, notes: 0, stubs: 0, closed: 0 };
  const owners: string[] = [];
  for await (const seat of linkedIn.seats.list({ contracts: [contract], states: ['ACTIVE'] })) {
    owners.push(seat.urn);
    activity.seats += 1;
    for await (const _ of linkedIn.conversationEvents.list({ seat: seat.urn, ...range })) {
      activity.events += 1;
    }
  }
  for await (const _ of linkedIn.prospectNotes.list({ contract, owners, ...range })) {
    activity.notes += 1;
  }
  for await (const _ of linkedIn.mailStubs.list({ contract, owners, ...range })) {
    activity.stubs += 1;
  }
  for await (const _ of linkedIn.purgedExports.list(range)) activity.closed += 1;
  return activity;
}
