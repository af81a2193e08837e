import { css } from 'lit';

export const detailStyles = css`
  :host {
    display: block;
  }

  p,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  .muted {
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    font-weight: 400;
  }

  section,
  dl {
    padding: 12px;
    border: 1px solid var(--rsc-line);
    border-radius: var(--rsc-radius-small);
    background: var(--rsc-surface);
    overflow-wrap: anywhere;
  }

  section + section {
    margin-block-start: 12px;
  }

  dl {
    display: grid;
    gap: 8px;
  }

  dl > div {
    display: grid;
    grid-template-columns: 110px minmax(0, 1fr);
    gap: 12px;
  }

  dt {
    color: var(--rsc-text-muted);
  }

  table {
    inline-size: 100%;
    table-layout: fixed;
    border-collapse: collapse;
  }

  caption {
    padding-block-end: 8px;
    text-align: start;
  }

  caption > * {
    display: block;
  }

  th,
  td {
    padding: 6px 8px;
    border-block-start: 1px solid var(--rsc-line);
    text-align: start;
    vertical-align: top;
  }

  th:first-child {
    inline-size: 24%;
    padding-inline-start: 0;
    color: var(--rsc-text-muted);
    font-weight: 400;
  }

  thead th {
    border-block-start: 0;
    font-size: var(--rsc-size-small);
  }

  tr.other td:nth-child(2),
  tr.new td:nth-child(2) {
    font-weight: 600;
  }

  tr.other td {
    background: var(--rsc-warn-soft);
  }

  tr.new td:nth-child(2) {
    background: var(--rsc-good-soft);
  }

  .mark {
    display: flex;
    align-items: center;
    gap: 4px;
    color: var(--rsc-warn);
    font-size: var(--rsc-size-small);
    font-weight: 600;
  }

  tr.new .mark {
    color: var(--rsc-good);
  }

  .texts,
  .text {
    display: block;
    white-space: pre-line;
    unicode-bidi: isolate;
  }

  a {
    color: var(--rsc-accent);
  }

  .url {
    direction: ltr;
  }

  .failed {
    display: flex;
    gap: 8px;
    color: var(--rsc-bad);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 10px;
  }

  .buttons button {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }

  .buttons .main {
    border-color: var(--rsc-accent);
    background: var(--rsc-accent);
    color: var(--rsc-surface);
  }

  .buttons .main:hover {
    background: color-mix(in srgb, var(--rsc-accent) 85%, var(--rsc-text));
  }

  .buttons .main[aria-disabled='true'] {
    border-color: var(--rsc-line-strong);
    background: var(--rsc-surface);
    color: var(--rsc-text-muted);
  }

  @media (max-width: 419px) {
    dl > div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }

    th,
    td {
      padding-inline: 4px;
    }

    th:first-child {
      inline-size: 28%;
    }

    .mark .icon {
      display: none;
    }
  }
`;
