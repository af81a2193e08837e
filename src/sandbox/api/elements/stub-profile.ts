/** What a customer gets of a member: name, title, company and location, and no contact data [help]. */
import type { Person } from '../../state/people.ts';

/** Names from secondary sources [unknown]. */
export const stubProfile = (person: Person): Record<string, unknown> => ({
  member: person.personUrn,
  firstName: person.firstName,
  lastName: person.lastName,
  headline: person.headline,
  location: { locationName: person.location },
  currentEmployerNames: person.currentCompany === '' ? [] : [person.currentCompany],
  currentJobTitle: person.currentTitle,
  profileUrl: person.profileUrl,
  summary: person.summary,
  skills: person.skills,
});
