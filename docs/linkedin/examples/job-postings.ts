import type { LinkedInClient } from 'rsc-embed/linkedin';

/** Sends job postings, and asks later what became of their tasks. */
export async function syncJobs(
  linkedIn: LinkedInClient,
  integrationContext: string,
  pause: (ms: number) => Promise<void>,
) {
  const results = await linkedIn.jobPostings.submit([
    {
      id: 'job-1',
      integrationContext,
      title: 'Optics Engineer',
      description: '<p>Lenses, mostly.</p>',
      location: 'Eindhoven, Netherlands',
      state: 'LISTED',
      companyApplyUrl: 'https://ats.example.com/jobs/job-1',
      availability: 'PRIVATE_TO_ATS_INTEGRATION',
    },
  ]);
  const taskIds = results.flatMap((result) => result.taskId ?? []);
  for (;;) {
    const tasks = [...(await linkedIn.jobPostings.tasks(taskIds)).values()];
    if (tasks.every(({ status }) => status !== 'IN_PROGRESS')) return tasks;
    await pause(60_000);
  }
}
