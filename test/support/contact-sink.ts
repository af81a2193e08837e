/** An ATS that takes contact details which members share, and knows its candidates by e-mail. */
import type { CandidateKey, SinkCandidate } from '../../src/backend/exports/ports.ts';
import type { ContactArrival, ContactSink } from '../../src/backend/retrieval/ports.ts';

export interface ContactDesk {
  readonly sink: ContactSink;
  readonly arrivals: readonly ContactArrival[];
  add(candidate: SinkCandidate): void;
}

const fits = ({ emailAddresses = [] }: SinkCandidate, key: CandidateKey): boolean =>
  key.by === 'email' && emailAddresses.some((email) => email.toLowerCase() === key.email);

export function createContactDesk(): ContactDesk {
  const candidates = new Map<string, SinkCandidate>();
  const arrivals = new Map<string, ContactArrival>();
  return {
    sink: {
      find: async (_tenant, key) => [...candidates.values()].filter((each) => fits(each, key)),
      candidate: async (_tenant, id) => candidates.get(id) ?? null,
      shared: async (arrival) => {
        const { stubId } = arrival.contact;
        arrivals.set(stubId, arrival);
        return { candidateId: arrival.kind === 'enrich' ? arrival.candidateId : `lead-${stubId}` };
      },
    },
    get arrivals() {
      return [...arrivals.values()];
    },
    add(candidate) {
      candidates.set(candidate.id, candidate);
    },
  };
}
