import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
    color: var(--rsc-text);
    font: var(--rsc-size) / 1.45 var(--rsc-font);
  }

  h3,
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  .muted,
  caption,
  .by {
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 10px var(--rsc-pad);
    border-block-end: 1px solid var(--rsc-line);
  }

  select,
  .search {
    min-inline-size: 0;
    min-block-size: 34px;
    border: 1px solid var(--rsc-line-strong);
    border-radius: var(--rsc-radius-small);
    background: var(--rsc-surface);
    color: var(--rsc-text);
    font: inherit;
  }

  select {
    flex: 0 1 auto;
    padding-inline: 8px;
  }

  .search {
    display: flex;
    flex: 1 1 180px;
    align-items: center;
    gap: 6px;
    padding-inline: 8px;
  }

  .search .icon {
    color: var(--rsc-text-muted);
  }

  input {
    flex: 1;
    min-inline-size: 0;
    padding: 0;
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
  }

  input::placeholder {
    color: var(--rsc-text-muted);
    opacity: 1;
  }

  .search:focus-within {
    outline: 2px solid var(--rsc-accent);
    outline-offset: 2px;
  }

  .arrived {
    position: relative;
    z-index: 1;
    block-size: 0;
    text-align: center;
  }

  .arrived button {
    margin-block-start: 8px;
    border-color: var(--rsc-accent);
    border-radius: 999px;
    background: var(--rsc-accent);
    color: var(--rsc-surface);
    box-shadow: 0 2px 8px rgb(0 0 0 / 20%);
  }

  .arrived .icon {
    rotate: 180deg;
  }

  /* Where the person reads is kept by us, as not every browser does it. */
  .scroll {
    position: relative;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior-y: contain;
  }

  .list {
    display: flow-root;
    padding-block-end: 8px;
  }

  .block {
    display: flow-root;
    contain: layout paint;
  }

  h3 {
    padding: 14px var(--rsc-pad) 6px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    font-weight: 600;
  }

  article:focus-visible {
    outline-offset: -2px;
  }

  article[data-fresh] .entry {
    background: var(--rsc-accent-soft);
  }

  .entry {
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr) auto;
    gap: 0 12px;
    align-items: start;
    padding: 8px var(--rsc-pad);
    transition: background-color var(--rsc-quick);
  }

  .dot {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: var(--rsc-surface-hover);
    color: var(--rsc-text-muted);
  }

  .dot[data-tone='good'] {
    background: var(--rsc-good-soft);
    color: var(--rsc-good);
  }

  .dot[data-tone='accent'] {
    background: var(--rsc-accent-soft);
    color: var(--rsc-accent);
  }

  .dot[data-tone='warn'] {
    background: var(--rsc-warn-soft);
    color: var(--rsc-warn);
  }

  .dot .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .what {
    display: grid;
    gap: 4px;
    padding-block: 3px;
    overflow-wrap: anywhere;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    align-items: baseline;
  }

  .head strong {
    font-weight: 600;
  }

  .by {
    unicode-bidi: isolate;
  }

  .subject {
    font-weight: 600;
  }

  .text {
    overflow: clip;
  }

  .text p {
    white-space: pre-wrap;
    unicode-bidi: plaintext;
    text-align: start;
  }

  /* Long texts are laid out where they are looked at. */
  .text p + p {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 2000px;
  }

  .text[data-folded] {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 6;
  }

  .fold {
    justify-self: start;
    margin-inline-start: -8px;
    padding-inline: 8px;
    color: var(--rsc-accent);
  }

  .fold[aria-expanded='true'] .icon {
    rotate: 180deg;
  }

  .mark,
  .state {
    display: flex;
    gap: 6px;
    align-items: start;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
  }

  .facts div {
    display: flex;
    gap: 6px;
  }

  dt {
    color: var(--rsc-text-muted);
  }

  time {
    padding-block: 4px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }

  .age {
    display: block;
  }

  .foot {
    display: grid;
    gap: 8px;
    justify-items: center;
    padding: 12px var(--rsc-pad);
  }

  .bones {
    padding: 12px var(--rsc-pad);
  }

  .bones i {
    display: block;
    block-size: 12px;
    margin-block: 16px;
    border-radius: 4px;
    background: var(--rsc-bone);
  }

  .bones i:nth-child(even) {
    max-inline-size: 60%;
  }

  /* Old data stays readable, and looks old. */
  .aged {
    filter: grayscale(1);
  }

  @media (pointer: coarse) {
    select,
    .search {
      min-block-size: 44px;
    }
  }

  @media (max-width: 479px) {
    .entry {
      grid-template-columns: 28px minmax(0, 1fr);
    }

    time {
      grid-column: 2;
      grid-row: 2;
      padding-block: 0;
      text-align: start;
    }

    .age {
      display: inline;
    }

    .age::before {
      content: '· ';
    }
  }

  @media (forced-colors: active) {
    .dot {
      border: 1px solid CanvasText;
    }

    article[data-fresh] .entry {
      outline: 1px solid Highlight;
      outline-offset: -1px;
    }

    .bones i {
      background: GrayText;
      forced-color-adjust: none;
    }
  }

  @media print {
    .bar,
    .arrived,
    .foot {
      display: none;
    }

    .scroll {
      max-block-size: none !important;
      overflow: visible;
    }

    .block[data-away] {
      block-size: 0 !important;
    }
  }
`;
