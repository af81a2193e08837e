/** What the browser build leaves for the backend: which file belongs to which document. */
import * as z from 'zod/mini';
import { maxLength } from './length.ts';

const path = z.string().check(maxLength(200), z.regex(/^[A-Za-z0-9_./-]+$/));

const documentAssets = z.object({
  /** Module that starts the document, below `/rsc/`. */
  script: path,
  /** Modules the script imports statically; announced with `modulepreload`. */
  imports: z.array(path),
  /** Style of the first paint, set inline under its own CSP hash. */
  css: z.string(),
  /** Body of the first paint. */
  html: z.string(),
});
export type DocumentAssets = z.infer<typeof documentAssets>;

export const assetManifest = z.object({
  version: z.string(),
  frames: z.object({
    'profile-widget': documentAssets,
    'in-ats-indicator': documentAssets,
    'integration-settings': documentAssets,
    'export-panel': documentAssets,
    activity: documentAssets,
    'rediscovered-candidates': documentAssets,
  }),
  plugin: documentAssets,
  /** Subresource integrity value of each file, by path. */
  integrity: z.record(path, z.string()),
});
export type AssetManifest = z.infer<typeof assetManifest>;
