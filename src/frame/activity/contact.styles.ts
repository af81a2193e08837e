/** How shared contact details look, and the table of what they changed. */
import { css } from 'lit';

export const contactStyles = css`
  .contact {
    display: grid;
    gap: 6px;
    padding: 10px 12px;
    border: 1px solid var(--rsc-line);
    border-radius: var(--rsc-radius-small);
    background: var(--rsc-surface-sunken);
  }

  .contact ul {
    list-style: none;
  }

  .state[data-state='enriched'],
  .state[data-state='lead'] {
    color: var(--rsc-good);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--rsc-size-small);
  }

  caption {
    padding-block: 2px;
    text-align: start;
  }

  th,
  td {
    padding-block: 4px;
    padding-inline: 0 8px;
    border-block-end: 1px solid var(--rsc-line);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }

  /* Addresses may be broken anywhere; words are not. */
  th {
    overflow-wrap: normal;
  }

  th[scope='col'] {
    color: var(--rsc-text-muted);
  }

  tbody td {
    min-inline-size: 8ch;
  }

  del {
    color: var(--rsc-text-muted);
  }

  ins {
    padding-inline: 3px;
    border-radius: 3px;
    background: var(--rsc-good-soft);
    color: var(--rsc-good);
    text-decoration: none;
  }
`;
