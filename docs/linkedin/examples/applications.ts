import type { LinkedInClient } from 'rsc-embed/linkedin';

/** An application with the stages it has been in, a note and interview feedback. */
export async function syncApplication(linkedIn: LinkedInClient, integrationContext: string) {
  const atsCreatedAt = Date.parse('2026-01-20');
  const applicationId = 'application-1';
  const outcomes = [
    await linkedIn.applications.update(integrationContext, [
      {
        id: applicationId,
        candidateId: 'candidate-1',
        jobPostingId: 'job-1',
        jobPostingName: 'Optics Engineer',
        firstName: 'Ada',
        lastName: 'Example',
        atsCreatedAt,
        atsLastModifiedAt: atsCreatedAt,
      },
    ]),
    await linkedIn.stages.update(integrationContext, [
      { applicationId, id: 'stage-1', stage: 'Applied', atsCreatedAt },
      { applicationId, id: 'stage-2', stage: 'Phone Screen', atsCreatedAt: atsCreatedAt + 1 },
    ]),
    await linkedIn.applicationNotes.update(integrationContext, [
      { applicationId, id: 'note-1', note: 'Call back on Monday.', atsCreatedAt },
    ]),
    await linkedIn.interviewFeedback.update(integrationContext, [
      {
        applicationId,
        id: 'feedback-1',
        feedback: 'Knows her lenses.',
        evaluations: [{ attribute: 'Optics', result: '5/5' }],
        atsCreatedAt,
      },
    ]),
  ];
  return outcomes.flat().every(({ ok }) => ok);
}

/** Its notes, stages and feedback go with it. */
export async function deleteApplication(linkedIn: LinkedInClient, integrationContext: string) {
  const [result] = await linkedIn.applications.delete(integrationContext, ['application-1']);
  return result?.ok ?? false;
}
