/**
 * Why a record cannot be sent, in words for the person who can change it in the ATS: which field, what
 * LinkedIn's rule is, what to do. Values never appear: they are personal data.
 */
import type * as z from 'zod';
import type { RecordProblem, SyncResource } from './ports.ts';
import { resourceKinds } from './resources.ts';

/** What to do about a field, where there is more to say than its rule. */
const fixes: Readonly<Record<string, string>> = {
  firstName: 'Enter a first name in the ATS; LinkedIn requires one since March 2024.',
  emailAddresses: 'Correct or remove the e-mail address in the ATS.',
  phoneNumbers: 'Map the list of phone numbers; an empty list is allowed, a missing one is not.',
  addresses: 'Map the list of addresses; an empty list is allowed, a missing one is not.',
  atsCreatedAt: 'Map the time of creation in milliseconds since 1970; it must be later than 1970.',
  atsLastModifiedAt:
    'Map the time of the last change in milliseconds; it must not be before the creation.',
  title: 'Shorten the title to 200 characters, or enter one.',
  description: 'Enter a description of the job, of 100,000 characters at the most.',
  location: 'Enter a location, or country and postal code.',
  companyApplyUrl: 'Enter the address where people apply, beginning with https://.',
  stage: 'Map the stage to a name; LinkedIn refuses "Not Available".',
  note: 'The note is empty or longer than 100,000 characters; shorten it in the ATS.',
  feedback: 'The feedback is empty or longer than 100,000 characters; shorten it in the ATS.',
  jobPostingId: 'Link the application to a job posting in the ATS.',
  jobPostingName: 'Enter the title of the job the application is for.',
  candidateId: 'Link the application to a candidate in the ATS.',
};

/** Fields that are texts of any length in an ATS. */
const general = 'Correct this field in the ATS, or change the mapping of the source.';

/** A time further ahead than clocks differ is a mistake of a mapping, often of seconds. */
const maxAheadMs = 24 * 60 * 60_000;

/**
 * Checks a record as it is to be sent.
 * @param nowMs milliseconds since 1970
 * @returns the record, or each field that keeps it from being sent
 */
export function checkRecord(
  resource: SyncResource,
  record: unknown,
  nowMs: number,
): { readonly record: object } | { readonly problems: readonly RecordProblem[] } {
  const parsed = resourceKinds[resource].schema.safeParse(record);
  if (!parsed.success) return { problems: parsed.error.issues.map(problemOf) };
  const data = parsed.data as Readonly<Record<string, unknown>>;
  const ahead = ['atsCreatedAt', 'atsLastModifiedAt', 'listedAt'].filter((field) => {
    const value = data[field];
    return typeof value === 'number' && value > nowMs + maxAheadMs;
  });
  if (ahead.length === 0) return { record: data };
  return {
    problems: ahead.map((field) => ({
      field,
      problem: 'lies more than a day in the future',
      fix: 'Map the time in milliseconds since 1970, in UTC.',
    })),
  };
}

const problemOf = ({ path, message, code }: z.core.$ZodIssue): RecordProblem => {
  const field = path.length === 0 ? 'record' : path.join('.');
  const missing = code === 'invalid_type' && message.endsWith('received undefined');
  return {
    field,
    problem: missing ? 'is required by LinkedIn and not there' : message,
    fix: fixes[String(path[0])] ?? general,
  };
};
