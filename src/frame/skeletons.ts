/**
 * What each document looks like before its script runs: styles and body that the backend writes
 * into it, under a CSP hash of their own. Strings without imports of anything that needs a browser,
 * because the build reads them in Node.
 *
 * The styles stay for the life of the document; the body of the first paint is replaced by a view
 * of the same measures, so that nothing moves.
 */
import type { Widget } from '../protocol/context.ts';
import { bonesCss, bonesHtml } from '../ui/skeleton/profile-bones.ts';
import { tokens } from '../ui/tokens.ts';

export interface Skeleton {
  readonly css: string;
  readonly html: string;
}

/** Heights of the strip with tabs and status, by the same break as in `ui/tabs`. */
const stripCss = `
  .strip-bones {
    display: flex;
    flex-wrap: wrap-reverse;
    align-items: center;
    justify-content: space-between;
    block-size: 45px;
    box-sizing: border-box;
    padding-inline: 16px;
    border-block-end: 1px solid var(--rsc-line);
  }
  .strip-bones span { display: flex; gap: 24px; align-items: center; block-size: 43px; }
  .strip-bones i { display: block; block-size: 12px; inline-size: 64px; border-radius: 4px;
    background: var(--rsc-bone); }
  .strip-bones i.wide { inline-size: 132px; }
  .strip-bones .status { block-size: 44px; }
  @media (max-width: 519px) {
    .strip-bones { block-size: 88px; }
    .strip-bones .status { flex-basis: 100%; }
  }
  @media (forced-colors: active) {
    .strip-bones i { background: GrayText; forced-color-adjust: none; }
  }
`;

const pageCss = `
  html { overflow: hidden; }
  html[data-scroll] { overflow: auto; }
  body {
    box-sizing: border-box;
    min-block-size: 100vh;
    margin: 0;
    overflow: clip;
    border: 1px solid var(--rsc-line);
    border-radius: var(--rsc-radius);
    background: var(--rsc-surface);
    color: var(--rsc-text);
    font: var(--rsc-size)/1.45 var(--rsc-font);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  @media print {
    html { overflow: visible; }
    body { min-block-size: 0; border: 0; }
  }
`;

/** The strip above a profile; the view shows it too while it has nothing to say yet. */
export const stripBones = {
  css: stripCss,
  html: `
    <div class="strip-bones" aria-hidden="true">
      <span><i></i><i class="wide"></i></span>
      <span class="status"><i class="wide"></i></span>
    </div>
  `,
};

const rowBonesCss = `
  .row-bones { padding: 20px 16px; }
  .row-bones i { display: block; background: var(--rsc-bone); border-radius: 4px;
    block-size: 12px; margin-block-start: 14px; max-inline-size: 420px; }
  .row-bones .title { block-size: 18px; max-inline-size: 260px; }
  .row-bones .box { block-size: 150px; max-inline-size: none; margin-block: 24px; }
  .row-bones .short { max-inline-size: 240px; }
  @media (prefers-reduced-motion: no-preference) {
    .row-bones { animation: row-breathe 1600ms ease-in-out infinite alternate; }
  }
  @keyframes row-breathe { to { opacity: 0.55; } }
  @media (forced-colors: active) {
    .row-bones i { background: GrayText; forced-color-adjust: none; }
  }
`;

/** Outlines of the settings and of lists: a title, a box, and rows. */
export const rowBones = {
  css: rowBonesCss,
  html: `
    <div class="row-bones" aria-hidden="true">
      <i class="title"></i><i></i><i class="box"></i>
      <i class="title"></i><i></i><i class="short"></i><i></i><i class="short"></i>
    </div>
  `,
};

type Documented = Widget | 'plugin';

/** Of documents that show a list. */
const listSkeleton: Skeleton = {
  css: tokens + pageCss + rowBonesCss,
  html: `<div class="first-paint">${rowBones.html}</div>`,
};

export const skeletons: Readonly<Record<Documented, Skeleton>> = {
  'profile-widget': {
    css: tokens + pageCss + stripCss + bonesCss,
    html: `<div class="first-paint">${stripBones.html}${bonesHtml}</div>`,
  },
  // Nobody sees the broker.
  'in-ats-indicator': { css: '', html: '' },
  'integration-settings': listSkeleton,
  'export-panel': listSkeleton,
  activity: listSkeleton,
  'rediscovered-candidates': listSkeleton,
  plugin: {
    css: `
      :root { color-scheme: light dark; }
      :root[data-appearance="light"] { color-scheme: light; }
      :root[data-appearance="dark"] { color-scheme: dark; }
      html { overflow: hidden; }
      body { margin: 0; }
      .rsc-plugin { display: flow-root; }
      .rsc-plugin iframe {
        display: block;
        inline-size: 100% !important;
        max-inline-size: 100%;
        border: 0;
      }
      @media print { html { overflow: visible; } }
    `,
    html: '<div class="rsc-plugin"></div>',
  },
};
