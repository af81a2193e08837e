/**
 * The resume of an export that asked for one. What LinkedIn sends is not documented [unknown]; here
 * it is a text file under an address nobody can guess, for as long as the export can be fetched.
 */
import type { Person } from '../../state/people.ts';
import { requestLifeMs } from '../../state/notifications.ts';
import type { SandboxState } from '../../state/store.ts';

/** Where the resume of an export is. */
export const resumePath = (requestId: string): string => `/media/resumes/${requestId}.txt`;

/** Text of the resume, or null if the export has none or is too old. */
export function resumeOf(state: SandboxState, requestId: string): string | null {
  const request = state.exports.requests.all.get(requestId);
  if (request?.exportType !== 'RESUME') return null;
  if (state.now() - request.createdAtMs >= requestLifeMs) return null;
  const person = state.members.get(request.member);
  return person === undefined ? null : textOf(person);
}

function textOf(person: Person): string {
  const part = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', heading.toUpperCase(), ...lines];
  return [
    `${person.firstName} ${person.lastName}`,
    person.headline,
    person.location,
    person.profileUrl,
    ...part('Summary', person.summary === '' ? [] : [person.summary]),
    ...part(
      'Experience',
      person.experience.map(
        ({ title, company, from, to, location }) =>
          `${from} to ${to ?? 'today'}: ${title}, ${company}, ${location}`,
      ),
    ),
    ...part(
      'Education',
      person.education.map(
        ({ school, degree, from, to }) => `${String(from)} to ${String(to)}: ${degree}, ${school}`,
      ),
    ),
    ...part('Skills', person.skills.length === 0 ? [] : [person.skills.join(', ')]),
    '',
  ].join('\n');
}
