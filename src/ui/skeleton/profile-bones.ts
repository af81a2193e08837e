/**
 * The outlines of a profile, shown while the real one is on its way. Plain strings, because the
 * first paint of a document happens before any script; the element below uses the same ones.
 */

export const bonesCss = `
  .bones { padding: 24px 16px; }
  .bones i, .bones b { display: block; background: var(--rsc-bone); border-radius: 4px; }
  .bones i { block-size: 12px; margin-block-start: 12px; inline-size: 100%; }
  .bones b { flex: none; inline-size: 72px; block-size: 72px; border-radius: 50%; }
  .bones .who { display: flex; gap: 16px; margin-block-end: 28px; }
  .bones .who div { flex: 1; min-inline-size: 0; }
  .bones .name { block-size: 18px; margin-block-start: 4px; max-inline-size: 220px; }
  .bones .headline { max-inline-size: 360px; }
  .bones .place { max-inline-size: 160px; }
  .bones .part { margin-block-start: 28px; }
  .bones .head { block-size: 14px; max-inline-size: 120px; }
  .bones .long { max-inline-size: 560px; }
  .bones .mid { max-inline-size: 440px; }
  .bones .short { max-inline-size: 300px; }
  @media (prefers-reduced-motion: no-preference) {
    .bones { animation: rsc-breathe 1600ms ease-in-out infinite alternate; }
  }
  @keyframes rsc-breathe { to { opacity: 0.55; } }
  @media (forced-colors: active) {
    .bones i, .bones b { background: GrayText; forced-color-adjust: none; }
  }
`;

export const bonesHtml = `
  <div class="bones" aria-hidden="true">
    <div class="who">
      <b></b>
      <div><i class="name"></i><i class="headline"></i><i class="place"></i></div>
    </div>
    <div class="part"><i class="head"></i><i class="long"></i><i class="mid"></i></div>
    <div class="part"><i class="head"></i><i class="mid"></i><i class="short"></i></div>
    <div class="part"><i class="head"></i><i class="long"></i><i class="short"></i></div>
  </div>
`;
