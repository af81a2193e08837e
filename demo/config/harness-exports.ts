/** What the harness's recruiter has exported: somebody new, and somebody who may be two of the ATS. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Kit } from 'rsc-embed/backend';
import type { Sandbox } from 'rsc-embed/sandbox';
import { twice } from './harness-sink.ts';

export interface HarnessExportsParts {
  readonly tenant: string;
  readonly clientId: string;
  readonly organization: string;
  readonly contract: string;
  readonly kit: Kit;
  readonly sandbox: Sandbox;
}

const exported = 3;

/** Exports, and waits until all of them have arrived. */
export async function exportSome(parts: HarnessExportsParts): Promise<void> {
  const { tenant, clientId, organization, contract, kit, sandbox } = parts;
  const { state } = sandbox;
  const [seat] = state.organizations.seatsOf(contract);
  const [first, second, third] = state.members.values();
  if (seat === undefined || first === undefined || second === undefined || third === undefined) {
    throw new Error('the sandbox has nobody to export');
  }
  const { company: currentCompany, ...named } = twice;
  const personUrn = 'urn:li:person:HarnessNoor';
  const ambiguous = { ...third, ...named, currentCompany, id: 'HarnessNoor', personUrn };
  state.members.join(ambiguous);
  for (const [person, jobPostingId] of [
    [first, 'harness-job'],
    [second, 'harness-job-closed'],
    [ambiguous, null],
  ] as const) {
    state.exports.requests.add({
      ...{ clientId, integrationContext: organization, exportType: 'PROFILE', seat: seat.urn },
      ...{ jobPostingId, member: person.personUrn, createdAtMs: state.now() },
    });
  }
  for (let tries = 0; tries < 200; tries += 1) {
    const found = (await kit.exports?.list(tenant)) ?? [];
    const settled = found.filter(({ state: one }) => one === 'delivered' || one === 'review');
    if (settled.length === exported) return;
    await delay(25);
  }
}
