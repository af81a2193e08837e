/**
 * What synthetic people are made of. Names go together by culture so that a person looks like one;
 * companies, schools and domains are invented.
 */
export interface Culture {
  readonly locale: string;
  readonly country: string;
  readonly places: readonly string[];
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** How often people of this culture occur, relative to the others. */
  readonly weight: number;
  readonly dialCode: string;
}

const words = (text: string): string[] => text.split(',').map((word) => word.trim());

export const cultures: readonly Culture[] = [
  {
    locale: 'en-US',
    country: 'US',
    weight: 30,
    dialCode: '+1 555',
    places: words('Austin, Chicago, Denver, Seattle, Boston, Atlanta, Portland, Minneapolis'),
    first: words(
      'Olivia, Marcus, Grace, Tyler, Hannah, Derek, Naomi, Caleb, Brooke, Elijah, Paige, Wesley, Tamara, Andre, Kelsey, Jordan',
    ),
    last: words(
      'Bennett, Carver, Whitfield, Okafor, Ramsey, Delgado, Pruitt, Hensley, Lockwood, Barnes, Fairchild, Mercer, Tillman, Vaughn, Ashworth, Greer',
    ),
  },
  {
    locale: 'en-GB',
    country: 'GB',
    weight: 14,
    dialCode: '+44 20 7946',
    places: words('London, Manchester, Bristol, Leeds, Edinburgh, Cardiff'),
    first: words(
      'Imogen, Rhys, Freya, Callum, Poppy, Alistair, Niamh, Declan, Harriet, Owen, Isla, Gareth',
    ),
    last: words(
      "Hargreaves, MacLeod, Pemberton, Llewellyn, O'Sullivan, Thistlewood, Barlow, Kinsella, Ainsworth, Fraser",
    ),
  },
  {
    locale: 'de-DE',
    country: 'DE',
    weight: 12,
    dialCode: '+49 30 2312',
    places: words('Berlin, Hamburg, München, Köln, Leipzig, Stuttgart'),
    first: words(
      'Anneliese, Jürgen, Friederike, Tobias, Käthe, Matthias, Sabine, Lennart, Ute, Björn, Franziska, Moritz',
    ),
    last: words(
      'Müller-Lüdenscheidt, Schönfelder, Weißenberg, Krause, Großmann, Vogt, Hohenstein, Brückner, Lindqvist, Aschenbrenner',
    ),
  },
  {
    locale: 'es-ES',
    country: 'ES',
    weight: 10,
    dialCode: '+34 91 555',
    places: words('Madrid, Barcelona, Valencia, Sevilla, Bilbao'),
    first: words('Lucía, Íñigo, Begoña, Álvaro, Nuria, Joaquín, Inés, Rodrigo, Pilar, Sergio'),
    last: words(
      'Fernández de Córdoba, Núñez, Ibáñez, Castaño, Etxeberria, Montalbán, Peñalver, Ruiz, Zorrilla',
    ),
  },
  {
    locale: 'hi-IN',
    country: 'IN',
    weight: 12,
    dialCode: '+91 80 5550',
    places: words('Bengaluru, Pune, Hyderabad, Chennai, Mumbai'),
    first: words('Ananya, Rohan, Priya, Vikram, Kavya, Arjun, Meera, Siddharth, Lakshmi, Farhan'),
    last: words(
      'Iyer, Raghunathan, Deshpande, Chatterjee, Kulkarni, Venkataraman, Siddiqui, Bhattacharya, Nair, Kapoor',
    ),
  },
  {
    locale: 'ja-JP',
    country: 'JP',
    weight: 6,
    dialCode: '+81 3 5555',
    places: words('東京, 大阪, 福岡, 札幌'),
    first: words('さくら, 健太, 美咲, 翔太, 葵, 大輔, 由美子, 拓海'),
    last: words('佐藤, 高橋, 渡辺, 長谷川, 山本, 小林, 五十嵐'),
  },
  {
    locale: 'zh-CN',
    country: 'CN',
    weight: 6,
    dialCode: '+86 10 5555',
    places: words('上海, 北京, 深圳, 杭州'),
    first: words('伟, 芳, 秀英, 敏, 静, 志强, 雪梅, 建国'),
    last: words('王, 李, 欧阳, 陈, 司马, 赵, 黄'),
  },
  {
    locale: 'ar-EG',
    country: 'EG',
    weight: 6,
    dialCode: '+20 2 5555',
    places: words('القاهرة, الإسكندرية, الجيزة'),
    first: words('ليلى, عمر, فاطمة, يوسف, نور, خالد, سلمى, طارق'),
    last: words('عبد الرحمن, الشناوي, حسن, المصري, السيد, إبراهيم'),
  },
  {
    locale: 'pt-BR',
    country: 'BR',
    weight: 8,
    dialCode: '+55 11 5555',
    places: words('São Paulo, Rio de Janeiro, Curitiba, Recife'),
    first: words('Beatriz, Thiago, Conceição, João Pedro, Mariana, Caetano, Luíza, Otávio'),
    last: words(
      'Gonçalves, Nascimento, Araújo, Figueiredo, Conceição da Silva, Brandão, Magalhães',
    ),
  },
  {
    locale: 'pl-PL',
    country: 'PL',
    weight: 6,
    dialCode: '+48 22 555',
    places: words('Warszawa, Kraków, Gdańsk, Łódź'),
    first: words('Agnieszka, Łukasz, Małgorzata, Wojciech, Żaneta, Przemysław'),
    last: words('Brzęczyszczykiewicz, Wiśniewska, Kowalczyk, Dąbrowski, Zając, Szczepański'),
  },
];

export interface Field {
  readonly industry: string;
  readonly titles: readonly string[];
  readonly skills: readonly string[];
  readonly degree: string;
}

export const fields: readonly Field[] = [
  {
    industry: 'Software Development',
    titles: words(
      'Software Engineer, Senior Software Engineer, Staff Engineer, Engineering Manager, Site Reliability Engineer, Frontend Developer',
    ),
    skills: words(
      'TypeScript, PostgreSQL, Kubernetes, Distributed systems, Rust, Accessibility, API design, Go, Observability',
    ),
    degree: 'Computer Science',
  },
  {
    industry: 'Hospitals and Health Care',
    titles: words(
      'Registered Nurse, Charge Nurse, Physiotherapist, Clinical Research Associate, Care Coordinator',
    ),
    skills: words(
      'Triage, Patient safety, Electronic health records, Wound care, Clinical trials, Family counselling',
    ),
    degree: 'Nursing',
  },
  {
    industry: 'Financial Services',
    titles: words('Financial Analyst, Controller, Risk Manager, Accountant, Treasury Specialist'),
    skills: words('IFRS, Forecasting, SQL, Audit, Credit risk, Power BI, Month-end closing'),
    degree: 'Finance',
  },
  {
    industry: 'Industrial Machinery Manufacturing',
    titles: words(
      'Mechanical Engineer, Process Engineer, Quality Manager, Plant Supervisor, Automation Technician',
    ),
    skills: words(
      'SolidWorks, Lean manufacturing, Six Sigma, PLC programming, Root cause analysis, CE marking',
    ),
    degree: 'Mechanical Engineering',
  },
  {
    industry: 'Marketing Services',
    titles: words(
      'Content Strategist, Brand Manager, Growth Marketer, Product Marketing Manager, Copywriter',
    ),
    skills: words('SEO, Campaign planning, Copywriting, Market research, Analytics, Storytelling'),
    degree: 'Communication',
  },
  {
    industry: 'Transportation and Logistics',
    titles: words(
      'Supply Chain Planner, Warehouse Manager, Fleet Coordinator, Procurement Specialist, Customs Broker',
    ),
    skills: words(
      'SAP, Inventory control, Route planning, Incoterms, Negotiation, Demand planning',
    ),
    degree: 'Logistics',
  },
  {
    industry: 'Human Resources Services',
    titles: words(
      'Talent Partner, HR Business Partner, Learning Designer, Compensation Analyst, People Operations Lead',
    ),
    skills: words(
      'Interviewing, Employment law, Onboarding, Workforce planning, Coaching, Benefits',
    ),
    degree: 'Psychology',
  },
];

export const companies: readonly string[] = words(
  'Halden Instruments, Brightwater Foods, Corvid Systems, Lumen & Oak, Tessellate Labs, Marrow Street Clinic, Northbank Mutual, Ferrous Works, Quillon Media, Saltmarsh Logistics, Ostrava Robotics, Verdant Grid, Papercrane Studio, Anchorlight Shipping, Meridian Valve, Cobalt Harbour Bank, Fennel & Rye, Ironbark Energy, Juniper Row Books, Kestrel Mobility',
);

export const schools: readonly string[] = words(
  'Aldgate Technical University, University of Westmere, Harrowgate College, Institut Valmont, Technische Hochschule Elbtal, Universidad del Levante, Sahyadri Institute of Technology, Kamogawa University, Lakeshore State University',
);
