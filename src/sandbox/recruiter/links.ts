/**
 * Addresses of Recruiter's pages. They carry ids only. An id of the ATS stands in the query, since
 * an id of dots in a path would be resolved away.
 */
const personPrefix = 'urn:li:person:';
const threadPrefix = 'urn:li:messagingThread:';

const query = (path: string, parameters: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(parameters).toString()}`;

/** The part of a person's URN that stands in addresses. */
export const memberId = (personUrn: string): string => personUrn.slice(personPrefix.length);
export const memberUrn = (id: string): string => personPrefix + id;

export const profileLink = (personUrn: string): string =>
  `/talent/profile/${encodeURIComponent(memberId(personUrn))}`;
export const exportLink = (personUrn: string, draft?: string): string =>
  query('/talent/export', {
    member: memberId(personUrn),
    ...(draft === undefined ? {} : { draft }),
  });
export const composeLink = (personUrn: string): string =>
  query('/talent/inmail/new', { member: memberId(personUrn) });
export const threadId = (thread: string): string => thread.slice(threadPrefix.length);
export const threadUrn = (id: string): string => threadPrefix + id;
export const threadLink = (thread: string): string =>
  query('/talent/inmail/thread', { id: threadId(thread) });
export const noteLink = (id: number): string => query('/talent/notes/edit', { id: String(id) });
export const jobLink = (jobPostingId: string): string => query('/talent/job', { id: jobPostingId });
