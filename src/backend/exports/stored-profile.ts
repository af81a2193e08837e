/** What is kept of an exported member, sealed: the profile as LinkedIn gave it, and words beside it. */
import * as z from 'zod';
import type { ExportedCandidate, StubProfile } from '../../linkedin/index.ts';
import type { StoreInternals } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { SealedPlace } from '../store/sealing/sealer.ts';
import { Secret } from '../tenants/secret.ts';
import type { ExportedResume } from './ports.ts';

const text = z.string();
const texts = z.array(text);

const profileSchema = z.object({
  member: text.optional(),
  firstName: text.optional(),
  lastName: text.optional(),
  headline: text.optional(),
  locationName: text.optional(),
  employerNames: texts,
  jobTitle: text.optional(),
  profileUrl: text.optional(),
  skills: texts,
  summary: text.optional(),
  emailAddresses: texts,
  phoneNumbers: texts,
});

const storedProfile = z.object({
  profile: profileSchema,
  exportType: text.nullable(),
  /** As it came: its fields are not documented, and nothing of it may be lost. */
  raw: z.record(z.string(), z.unknown()),
  /** What the ATS calls job and recruiter. */
  jobTitle: text.nullable(),
  exporterName: text.nullable(),
});
export type StoredProfile = Omit<z.infer<typeof storedProfile>, 'profile'> & {
  readonly profile: StubProfile;
};

const storedResume = z.object({ type: z.string().max(200), base64: z.base64() });

export interface Sealed {
  readonly sealed: Uint8Array;
  readonly keyId: string;
}

export interface ProfileSafe {
  seal(tenantId: string, id: string, stored: StoredProfile): Promise<Sealed>;
  open(tenantId: string, id: string, value: Sealed): Promise<StoredProfile>;
  sealResume(tenantId: string, id: string, resume: ExportedResume): Promise<Sealed>;
  openResume(tenantId: string, id: string, value: Sealed): Promise<ExportedResume>;
}

export function createProfileSafe({ sealer }: Pick<StoreInternals, 'sealer'>): ProfileSafe {
  const seal = (place: SealedPlace, value: unknown): Promise<Sealed> =>
    sealer.seal(place, new Secret(JSON.stringify(value)));
  const open = async (place: SealedPlace, value: Sealed): Promise<unknown> =>
    JSON.parse((await sealer.open(place, value)).reveal());
  return {
    seal: (tenantId, id, stored) => seal(places.exportProfile(tenantId, id), stored),
    async open(tenantId, id, value) {
      const opened = storedProfile.parse(await open(places.exportProfile(tenantId, id), value));
      return { ...opened, profile: asStub(opened.profile) };
    },
    sealResume: (tenantId, id, { type, bytes }) =>
      seal(places.exportResume(tenantId, id), {
        type,
        base64: Buffer.from(bytes).toString('base64'),
      }),
    async openResume(tenantId, id, value) {
      const opened = storedResume.parse(await open(places.exportResume(tenantId, id), value));
      return { type: opened.type, bytes: new Uint8Array(Buffer.from(opened.base64, 'base64')) };
    },
  };
}

/** Longest text that is kept, and most of a list: far more than LinkedIn lets members write. */
const maxText = 20_000;
const maxTexts = 100;
/** Of an answer as it came, in characters of JSON; what is larger is kept by its parts only. */
const maxRaw = 200_000;

const cut = (given: string | undefined): string | undefined =>
  given?.slice(0, maxText).toWellFormed();
const cutAll = (given: readonly string[]): string[] =>
  given.slice(0, maxTexts).map((each) => each.slice(0, maxText).toWellFormed());

export const keptRaw = (raw: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.stringify(raw).length > maxRaw ? {} : { ...raw };

/** What is kept of a candidate as LinkedIn gave it. */
export const storedOf = ({ profile, exportType, raw }: ExportedCandidate): StoredProfile => ({
  profile: {
    member: cut(profile.member),
    firstName: cut(profile.firstName),
    lastName: cut(profile.lastName),
    headline: cut(profile.headline),
    locationName: cut(profile.locationName),
    employerNames: cutAll(profile.employerNames),
    jobTitle: cut(profile.jobTitle),
    profileUrl: cut(profile.profileUrl),
    skills: cutAll(profile.skills),
    summary: cut(profile.summary),
    emailAddresses: cutAll(profile.emailAddresses),
    phoneNumbers: cutAll(profile.phoneNumbers),
  },
  exportType: cut(exportType) ?? null,
  raw: keptRaw(raw),
  jobTitle: null,
  exporterName: null,
});

const asStub = (profile: z.infer<typeof profileSchema>): StubProfile => ({
  ...profile,
  member: profile.member,
  firstName: profile.firstName,
  lastName: profile.lastName,
  headline: profile.headline,
  locationName: profile.locationName,
  jobTitle: profile.jobTitle,
  profileUrl: profile.profileUrl,
  summary: profile.summary,
});
