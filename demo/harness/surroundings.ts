/**
 * The page around a previewed element: a cut-out of an applicant tracking system, so that one sees
 * the element where it will live. In the languages the elements speak.
 */
import { html, type Html } from './html.ts';
import { elements, type ElementId, type Widget } from './elements.ts';
import type { Locale } from './selection.ts';

const words = {
  en: {
    product: 'Fieldbook',
    candidates: 'Candidates',
    candidate: 'Candidate',
    role: 'Operations Analyst · Applied 3 days ago',
    stage: 'Phone interview',
    panel: 'LinkedIn profile',
    name: 'Name',
    stageColumn: 'Stage',
    indicator: 'LinkedIn',
    file: 'CV.pdf · 214 kB',
    documents: 'Documents',
    settings: 'Settings',
    integrations: 'LinkedIn integrations',
  },
  de: {
    product: 'Fieldbook',
    candidates: 'Bewerbungen',
    candidate: 'Bewerbung',
    role: 'Betriebsanalyse · vor 3 Tagen beworben',
    stage: 'Telefoninterview',
    panel: 'LinkedIn-Profil',
    name: 'Name',
    stageColumn: 'Phase',
    indicator: 'LinkedIn',
    file: 'Lebenslauf.pdf · 214 kB',
    documents: 'Unterlagen',
    settings: 'Einstellungen',
    integrations: 'LinkedIn-Integrationen',
  },
  ar: {
    product: 'Fieldbook',
    candidates: 'المرشحون',
    candidate: 'مرشح',
    role: 'محلل عمليات · تقدّم قبل 3 أيام',
    stage: 'مقابلة هاتفية',
    panel: 'ملف LinkedIn',
    name: 'الاسم',
    stageColumn: 'المرحلة',
    indicator: 'LinkedIn',
    file: 'CV.pdf · ‏214 ك.ب',
    documents: 'المستندات',
    settings: 'الإعدادات',
    integrations: 'تكاملات LinkedIn',
  },
  ja: {
    product: 'Fieldbook',
    candidates: '候補者',
    candidate: '候補者',
    role: 'オペレーションアナリスト · 3日前に応募',
    stage: '電話面接',
    panel: 'LinkedIn プロフィール',
    name: '氏名',
    stageColumn: '選考段階',
    indicator: 'LinkedIn',
    file: '履歴書.pdf · 214 kB',
    documents: '書類',
    settings: '設定',
    integrations: 'LinkedIn 連携',
  },
} as const satisfies Record<Locale, Record<string, string>>;

export interface Surrounded {
  readonly element: ElementId;
  readonly locale: Locale;
  /** The candidate's name, or the id. */
  readonly title: string;
  readonly markup: Html;
}

/** Body of a preview. */
export function surroundings(preview: Surrounded): Html {
  const text = words[preview.locale];
  const { widget } = elements[preview.element];
  const crumb = widget === 'integration-settings' ? text.settings : text.candidates;
  return html`
    <header class="bar">
      <span class="product">${text.product}</span>
      <span class="crumb">${crumb}</span>
    </header>
    <main class="stage">${stages[widget](preview)}</main>
  `;
}

const stages: Readonly<Record<Widget, (preview: Surrounded) => Html>> = {
  'profile-widget': record,
  'in-ats-indicator': table,
  'integration-settings': settings,
  'rediscovered-candidates': job,
  'export-panel': inbox,
  activity: record,
};

function record({ locale, title, markup }: Surrounded): Html {
  const text = words[locale];
  return html`
    <div class="person">
      <h1>${title}</h1>
      <p class="role">${text.role}</p>
      <p class="tag">${text.stage}</p>
    </div>
    <section class="card" aria-labelledby="panel">
      <h2 id="panel">${text.panel}</h2>
      ${markup}
    </section>
    <section class="card" aria-labelledby="documents">
      <h2 id="documents">${text.documents}</h2>
      <p class="file">${text.file}</p>
    </section>
  `;
}

function table({ locale, title, markup }: Surrounded): Html {
  const text = words[locale];
  return html`
    <h1>${text.candidates}</h1>
    <table class="card">
      <thead>
        <tr>
          <th scope="col">${text.name}</th>
          <th scope="col">${text.stageColumn}</th>
          <th scope="col">${text.indicator}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">${title}</th>
          <td>${text.stage}</td>
          <td>${markup}</td>
        </tr>
      </tbody>
    </table>
  `;
}

function job({ markup }: Surrounded): Html {
  return html`
    <h1>Operations Analyst</h1>
    <section class="card">${markup}</section>
  `;
}

function inbox({ locale, markup }: Surrounded): Html {
  return html`
    <h1>${words[locale].candidates}</h1>
    <section class="card">${markup}</section>
  `;
}

function settings({ locale, markup }: Surrounded): Html {
  return html`
    <h1>${words[locale].integrations}</h1>
    <section class="card">${markup}</section>
  `;
}
