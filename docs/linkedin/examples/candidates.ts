import type { LinkedInClient } from 'rsc-embed/linkedin';

/** Sends a candidate with a note, and reads whom LinkedIn takes it for. */
export async function syncCandidate(
  linkedIn: LinkedInClient,
  integrationContext: string,
  member: string,
) {
  const results = await linkedIn.candidates.update(integrationContext, [
    {
      id: 'candidate-1',
      firstName: 'Ada',
      lastName: 'Example',
      emailAddresses: ['ada@example.com'],
      phoneNumbers: [],
      addresses: [],
      externalProfileUrl: 'https://ats.example.com/candidates/candidate-1',
      atsCreatedAt: Date.parse('2026-01-12'),
      atsLastModifiedAt: Date.parse('2026-02-03'),
    },
  ]);
  for (const result of results) {
    if (!result.ok) throw new Error(`${result.id}: ${result.error.message}`);
  }
  await linkedIn.candidateNotes.update(integrationContext, [
    {
      candidateId: 'candidate-1',
      id: 'note-1',
      note: 'Met at the trade fair.',
      author: { firstName: 'Rita', lastName: 'Recruiter' },
      atsCreatedAt: Date.parse('2026-01-13'),
    },
  ]);
  await linkedIn.candidates.setManualMatch(integrationContext, 'candidate-1', member);
  const views = await linkedIn.candidates.get(integrationContext, ['candidate-1']);
  return views.get('candidate-1')?.manualMatchedMember;
}

/** The candidate goes, and its notes and indicator with it. */
export async function deleteCandidate(linkedIn: LinkedInClient, integrationContext: string) {
  const [result] = await linkedIn.candidates.delete(integrationContext, ['candidate-1']);
  return result?.ok ?? false;
}
