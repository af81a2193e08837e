/**
 * Design tokens: every colour, size and duration of the frames, as CSS custom properties.
 *
 * Light and dark are one set with `light-dark()`, which goes by `color-scheme`. The document's
 * `data-appearance` fixes the scheme; without it the browser's preference counts, which inside a
 * frame is the `color-scheme` of the frame element.
 *
 * Text colours have a contrast of at least 4.5:1 on every surface they are used on, and outlines of
 * controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
 *
 * A string, not a Lit style: the first paint of a document happens before any script, so the
 * skeletons carry the same tokens inline.
 */
export const tokens = `
  :root {
    color-scheme: light dark;
    --rsc-surface: light-dark(#ffffff, #181b1f);
    --rsc-surface-sunken: light-dark(#f5f6f8, #121417);
    --rsc-surface-hover: light-dark(#eef1f4, #24282e);
    --rsc-line: light-dark(#dfe3e8, #31363d);
    --rsc-line-strong: light-dark(#818b97, #727c88);
    --rsc-bone: light-dark(#e9ecf0, #282d34);
    --rsc-text: light-dark(#1c2127, #e6e9ed);
    --rsc-text-muted: light-dark(#56606b, #a3adb8);
    --rsc-accent: light-dark(#0b5cab, #7ab8f5);
    --rsc-accent-soft: light-dark(#e8f1fa, #1d2f42);
    --rsc-good: light-dark(#176b43, #6fd19c);
    --rsc-good-soft: light-dark(#e5f4ec, #183226);
    --rsc-warn: light-dark(#7d5000, #e9bd6a);
    --rsc-warn-soft: light-dark(#fdf3e0, #372a11);
    --rsc-bad: light-dark(#a82a1f, #ff9d93);
    --rsc-bad-soft: light-dark(#fdeceb, #3f1f1d);
    --rsc-radius: 8px;
    --rsc-radius-small: 5px;
    --rsc-gap: 8px;
    --rsc-pad: 16px;
    --rsc-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic",
      "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", sans-serif;
    --rsc-mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
    --rsc-size: 0.875rem;
    --rsc-size-small: 0.8125rem;
    --rsc-quick: 120ms;
  }
  :root[data-appearance="light"] { color-scheme: light; }
  :root[data-appearance="dark"] { color-scheme: dark; }
  @media (prefers-reduced-motion: reduce) {
    :root { --rsc-quick: 0ms; }
  }
`;
