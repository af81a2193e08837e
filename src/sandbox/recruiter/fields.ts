/** Fields of forms, with what is wrong beside them. */
import { html } from 'hono/html';
import type { Html } from '../pages/page.ts';

export interface FieldOptions {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** Lines of a text area; without, it is a single line. */
  readonly rows?: number;
}

export function fieldView(options: FieldOptions): Html {
  const { id, name, label, value = '', hint, problem, required = true, maxLength, rows } = options;
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ].join(' ');
  const attributes = html`id="${id}" name="${name}" dir="auto" autocomplete="off"
  ${required ? html`required` : ''} ${maxLength === undefined ? '' : html`maxlength="${maxLength}"`}
  ${described === '' ? '' : html`aria-describedby="${described}"`}
  ${problem === undefined ? '' : html`aria-invalid="true"`}`;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${problem === undefined ? '' : html`<p class="problem" id="${id}-problem">${problem}</p>`}
    ${
      rows === undefined
        ? html`<input ${attributes} value="${value}" />`
        : // A line end right after the tag is not part of the value.
          html`<textarea ${attributes} rows="${rows}">${value}</textarea>`
    }
  </div>`;
}

/** Tells, at the top of a form that was sent back, that something is wrong with it. */
export const formProblem = (problems: Readonly<Record<string, string | undefined>>): Html | '' =>
  Object.keys(problems).length === 0
    ? ''
    : html`<p class="message danger" role="alert">
        This was not sent yet: ${Object.values(problems).join(' ')}
      </p>`;
