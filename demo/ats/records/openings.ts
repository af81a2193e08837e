/** Positions of the demo customer, a maker of measuring instruments. */
import type { Application, Opening } from './candidate.ts';

const opening = (id: string, title: string, team: string, place: string): Opening => ({
  id,
  title,
  team,
  place,
});

export const openings = [
  opening('p-1042', 'Backend Engineer', 'Instruments Cloud', 'Rotterdam'),
  opening('p-1045', 'Senior Data Analyst', 'Insight', 'Dublin'),
  opening('p-1051', 'Product Designer', 'Instruments Cloud', 'Remote, EU'),
  opening('p-1053', 'Product Manager, Sensors', 'Product', 'Rotterdam'),
  opening('p-1056', 'Account Executive, Nordics', 'Sales', 'Gothenburg'),
  opening('p-1058', 'Customer Support Lead', 'Care', 'Lisbon'),
  opening('p-1060', 'Mechanical Engineer', 'Hardware', 'Eindhoven'),
  opening('p-1061', 'Quality Engineer', 'Manufacturing', 'Eindhoven'),
  opening('p-1064', 'Supply Chain Planner', 'Manufacturing', 'Rotterdam'),
  opening('p-1067', 'Marketing Manager', 'Brand', 'Dublin'),
  opening('p-1070', 'Financial Controller', 'Finance', 'Rotterdam'),
  opening('p-1072', 'People Partner', 'People', 'Lisbon'),
  opening('p-1075', 'Field Service Technician', 'Care', 'Gothenburg'),
  opening('p-1078', 'Technical Writer', 'Product', 'Remote, EU'),
] as const satisfies readonly Opening[];

/** Where candidates wait who have not applied for a position; nobody applies for it. */
export const talentPool: Opening = {
  id: 'p-pool',
  title: 'Talent pool',
  team: 'All teams',
  place: 'Anywhere',
};

/** A place in the talent pool, for a candidate who has applied for nothing. */
export const waiting = (candidateId: string, atMs: number): Application => ({
  id: `${candidateId}-${talentPool.id}`,
  opening: talentPool,
  stage: 'applied',
  appliedAtMs: atMs,
  movedAtMs: atMs,
});

/** Words of a job title that speak for a position. */
const keywords: readonly (readonly [RegExp, readonly string[]])[] = [
  [/software|developer|backend|platform|devops|reliability|full.?stack|frontend/i, ['p-1042']],
  [/data|analy|scientist|statist|machine learning|research/i, ['p-1045']],
  [/design|ux|user experience|creative/i, ['p-1051']],
  [/product manager|product owner|product lead|program|project/i, ['p-1053', 'p-1078']],
  [/sales|account|business development|partnership|commercial/i, ['p-1056']],
  [/support|customer|service|success|care/i, ['p-1058', 'p-1075']],
  [/mechanic|hardware|electric|engineer|technician/i, ['p-1060', 'p-1061', 'p-1075']],
  [/quality|manufactur|production/i, ['p-1061']],
  [/supply|logistic|operations|procure|warehouse|buyer/i, ['p-1064']],
  [/market|brand|content|communicat|growth|writer|editor/i, ['p-1067', 'p-1078']],
  [/financ|account(?:ant|ing)|controll|audit|tax|treasur/i, ['p-1070']],
  [/people|human|hr\b|talent|recruit|nurse|teach|train/i, ['p-1072']],
];

/** Positions somebody with this job title may have applied for; all of them if nothing speaks. */
export function openingsFor(jobTitle: string): readonly Opening[] {
  const ids = keywords.flatMap(([words, fitting]) => (words.test(jobTitle) ? fitting : []));
  const fitting = openings.filter(({ id }) => ids.includes(id));
  return fitting.length > 0 ? fitting : openings;
}
