/** What arrives from LinkedIn about a person, as changes of the ATS's own records. */
import type { ExportedMember, SinkCandidate } from 'rsc-embed/backend';
import { fullName, type Candidate, type CandidateDocument } from '../records/candidate.ts';
import { waiting } from '../records/openings.ts';

type Profile = ExportedMember['profile'];

/** A candidate as it stands beside an export. */
export function toSinkCandidate(candidate: Candidate): SinkCandidate {
  const { id, linkedMember, title, company, location, linkedInUrl, email, phone } = candidate;
  return {
    id,
    name: fullName(candidate),
    ...(linkedMember === null ? {} : { personUrn: linkedMember.urn }),
    ...(title === '' ? {} : { title, headline: title }),
    ...(company === '' ? {} : { company }),
    ...(location === '' ? {} : { location }),
    ...(linkedInUrl === null ? {} : { profileUrl: linkedInUrl }),
    emailAddresses: email === null ? [] : [email],
    phoneNumbers: phone === null ? [] : [phone],
  };
}

export interface Arrival {
  readonly profile: Profile;
  /** As it is shown; null if there is none. */
  readonly profileUrl: string | null;
  /** Where it comes from and by whom, in words. */
  readonly text: string;
  readonly source: string;
  readonly atMs: number;
  /** Files that came along. */
  readonly documents: readonly CandidateDocument[];
}

/** Somebody new, in the talent pool until an application is made. */
export function newCandidate(id: string, arrival: Arrival): Candidate {
  const { profile, source, atMs } = arrival;
  const blank: Candidate = {
    id,
    firstName: profile.firstName ?? '',
    lastName: profile.lastName ?? '',
    email: null,
    phone: null,
    location: '',
    title: '',
    company: '',
    linkedInUrl: null,
    source,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    sharedWithLinkedIn: true,
    linkedMember: null,
    applications: [waiting(id, atMs)],
    notes: [],
    feedback: [],
    provenance: [],
    resume: { summary: '', experience: [], education: [], skills: [] },
    documents: [],
  };
  return enriched(blank, arrival);
}

/** What the ATS knows stays; what it does not know is filled in, and where from is kept. */
export function enriched(candidate: Candidate, arrival: Arrival): Candidate {
  const { profile, profileUrl, text, atMs } = arrival;
  const [company = ''] = profile.employerNames;
  const { resume } = candidate;
  const title = profile.jobTitle ?? profile.headline ?? '';
  return {
    ...candidate,
    email: candidate.email ?? profile.emailAddresses[0] ?? null,
    phone: candidate.phone ?? profile.phoneNumbers[0] ?? null,
    location: candidate.location === '' ? (profile.locationName ?? '') : candidate.location,
    title: candidate.title === '' ? title : candidate.title,
    company: candidate.company === '' ? company : candidate.company,
    linkedInUrl: candidate.linkedInUrl ?? profileUrl,
    linkedMember:
      candidate.linkedMember ??
      (profile.member === undefined ? null : { urn: profile.member, atMs }),
    resume: {
      ...resume,
      summary: resume.summary === '' ? (profile.summary ?? '') : resume.summary,
      skills: resume.skills.length === 0 ? profile.skills : resume.skills,
      experience:
        resume.experience.length === 0 && title !== ''
          ? [{ title, place: company, period: '' }]
          : resume.experience,
    },
    documents: [...arrival.documents, ...candidate.documents],
    provenance: [{ text, atMs }, ...candidate.provenance],
    updatedAtMs: atMs,
  };
}
