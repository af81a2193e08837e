/** The certification helper: each rule, where it is carried out, and what the sandbox has counted. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { dayView } from '../../pages/dates.ts';
import type { Html } from '../../pages/page.ts';
import type { SandboxState } from '../../state/store.ts';
import type { Desk } from '../desk.ts';
import { recruiterPage } from '../layout.ts';
import { factsOf, type CertificationFacts } from './facts.ts';
import { modules, type Module, type Rule, type Step } from './rules.ts';
import { accessLists, deletion, retrieval } from './rules-later.ts';

const all: readonly Module[] = [
  ...modules,
  { name: 'Module 3: retrieval', rules: retrieval },
  { name: 'Module 4: access lists', rules: accessLists },
  { name: 'Module 5: deletion', rules: deletion },
];

export function certificationRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();
  app.get(
    '/talent/certification',
    desk.page((visit) => {
      const facts = factsOf(state, visit);
      return recruiterPage(visit, {
        title: 'Certification',
        area: 'certification',
        body: html`<h1>Certification</h1>
          <p class="quiet">
            Rules of LinkedIn’s certification and where to carry them out. The numbers are counted
            for <span dir="auto">${visit.organization.name}</span> now; two years begin at
            ${dayView(facts.sinceMs)}. What counts as passed is for LinkedIn to say.
          </p>
          <nav class="chips-nav" aria-label="Modules">
            <ul class="chips">
              ${all.map(
                ({ name }, index) => html`<li><a href="#module-${index + 1}">${name}</a></li>`,
              )}
            </ul>
          </nav>
          <div class="stack">
            ${all.map((module, index) => moduleView(module, index + 1, facts))}
          </div>`,
      });
    }),
  );
  return app;
}

const moduleView = ({ name, rules }: Module, number: number, facts: CertificationFacts): Html =>
  html`<section class="card stack" aria-labelledby="module-${number}">
    <h2 id="module-${number}" tabindex="-1">${name}</h2>
    <ol class="rules">
      ${rules.map((rule) => ruleView(rule, facts))}
    </ol>
  </section>`;

function ruleView(rule: Rule, facts: CertificationFacts): Html {
  const counted = rule.facts(facts);
  return html`<li class="rule">
    <div>
      <h3><span class="tag">${rule.id}</span> ${rule.title}</h3>
      <ol class="steps">
        ${rule.steps.map(stepView)}
      </ol>
      <p><strong>Expected:</strong> ${rule.expect}</p>
    </div>
    ${
      counted.length === 0
        ? ''
        : html`<dl class="facts-list">
            ${counted.map(
              ([label, value]) =>
                html`<div>
                  <dt><span dir="auto">${label}</span></dt>
                  <dd><span dir="auto">${value}</span></dd>
                </div>`,
            )}
          </dl>`
    }
  </li>`;
}

const stepView = ({ text, href, link }: Step): Html =>
  html`<li>${text} ${href === undefined ? '' : html`<a href="${href}">${link ?? 'Open'}</a>`}</li>`;
